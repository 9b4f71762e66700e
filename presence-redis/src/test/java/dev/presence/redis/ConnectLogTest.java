package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads when a store starts, stops, or cannot connect. */
class ConnectLogTest {

  private static final RedisServer SERVER = RedisServers.start();

  private final CapturedLog log =
      new CapturedLog()
          .withInfoOf(FirstContact.class)
          .withInfoOf(ClusterServers.class)
          .withInfoOf(RedisPresenceStore.class);

  @AfterEach
  void release() {
    log.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void startAndStopAreLoggedOnceWithTheAddress() {
    SERVER.tell("ACL SETUSER reader on >s3cret ~* &* +@all");
    String uri = SERVER.uri().replace("//", "//reader:s3cret@");
    String address = "Redis at 127.0.0.1:" + SERVER.port();
    try (StoreProbe node =
        StoreProbe.connected(RedisPresenceStore.builder().uri(uri).namespace("probe").build())) {
      assertThat(node.write("w").known()).isTrue();
      await().untilAsserted(() -> assertConnectedOnce(address));
    }
    await()
        .until(
            () -> !log.linesWith("Closed the store in " + address + ", namespace probe").isEmpty());
    assertConnectedOnce(address);
    assertThat(log.linesWith("Closed the store in " + address)).hasSize(1);
    assertThat(log.linesWith("s3cret")).isEmpty();
    assertThat(log.linesWith("WARN dev.presence")).isEmpty();
  }

  private void assertConnectedOnce(String address) {
    assertThat(log.linesWith("Connected to " + address))
        .singleElement()
        .asString()
        .contains("INFO")
        .matches(".*\\((Redis|Valkey) \\d+\\.\\d+\\.\\d+\\)");
  }

  @Test
  void clusterIsNamedWithItsMasters() {
    try (RedisCluster cluster = RedisCluster.start(0);
        StoreProbe node =
            StoreProbe.connected(
                RedisPresenceStore.builder().clusterUris(cluster.uris()[1]).build())) {
      assertThat(node.answers()).isTrue();
      String found =
          "Found the Redis cluster with 127.0.0.1:"
              + cluster.masters().get(1).port()
              + ": 3 masters";
      await().until(() -> log.linesWith(found).size() == 1);
    }
  }

  @Test
  void wrongPasswordSaysToCorrectIt() {
    String uri = SERVER.uri().replace("//", "//nobody:wr0ng@");
    assertLogged(() -> RedisPresenceStore.create(uri), "refused the user name or password");
    assertThat(log.linesWith("wr0ng")).isEmpty();
    assertLogged(
        () -> RedisPresenceStore.builder().clusterUris(uri).build(),
        "refused the user name or password");
    assertThat(log.linesWith("wr0ng")).isEmpty();
  }

  @Test
  void closedPortSaysThatNothingListens() {
    String uri = "redis://user:s3cret@127.0.0.1:" + RedisServers.freePort();
    assertLogged(() -> RedisPresenceStore.create(uri), "nothing accepts connections");
    assertLogged(
        () -> RedisPresenceStore.builder().clusterUris(uri).build(), "nothing accepts connections");
    assertThat(log.linesWith("s3cret")).isEmpty();
  }

  @Test
  void portOfAWebServerSaysThatItIsNotRedis() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.start();
    String uri = "redis://127.0.0.1:" + web.getAddress().getPort();
    try {
      assertLogged(() -> RedisPresenceStore.create(uri), "does not speak the protocol of Redis");
      assertLogged(
          () -> RedisPresenceStore.builder().clusterUris(uri).build(),
          "does not speak the protocol of Redis");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void portWithoutTlsSaysToCheckTls() {
    String uri = SERVER.uri().replace("redis://", "rediss://");
    assertLogged(() -> RedisPresenceStore.create(uri), "did not answer in time");
    assertThat(log.linesWith("use rediss:// exactly if the port expects TLS")).isNotEmpty();
  }

  @Test
  void clientOfTheApplicationIsNamed() {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + RedisServers.freePort());
    assertLogged(
        () -> RedisPresenceStore.builder().client(client).build(),
        "Cannot connect to the Redis of the application's client: nothing accepts connections");
    client.shutdown();
  }

  @Test
  void anotherProblemWithinTheSameOutageIsLoggedToo() {
    try (RedisServer server = RedisServers.prepare();
        StoreProbe node =
            new StoreProbe(
                RedisPresenceStore.create(server.uri().replace("//", "//nobody:wr0ng@")))) {
      await().until(() -> !log.linesWith("nothing accepts connections").isEmpty());
      server.start();
      await().until(() -> !log.linesWith("refused the user name or password").isEmpty());
      server.tell("ACL SETUSER nobody on >wr0ng ~* &* +@all");
      node.pingUntilItAnswers();
      assertThat(log.linesWith("nothing accepts connections")).hasSizeLessThanOrEqualTo(2);
    }
  }

  private void assertLogged(Supplier<RedisPresenceStore> open, String text) {
    int before = log.linesWith(text).size();
    try (StoreProbe node = new StoreProbe(open.get())) {
      await().until(() -> log.linesWith(text).size() > before);
      assertThat(node.answers()).isFalse();
    }
  }
}
