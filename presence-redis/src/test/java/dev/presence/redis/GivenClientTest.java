package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Stores over clients that the application made, set up in its own way, and goes on using. */
class GivenClientTest {

  private static final String W = "given";

  @Test
  void aStoreUsesAClientAndLeavesItOpen() {
    try (RedisServer server = RedisServers.start()) {
      RedisClient client = RedisClient.create(server.uri());
      assertWorks(StoreProbe.connected(RedisPresenceStore.builder().client(client).build()));
      assertThat(client.connect().sync().ping()).isEqualTo("PONG");
      client.shutdown();
    }
  }

  @Test
  void aStoreUsesTheClientOfAClusterAndLeavesItOpen() {
    try (RedisCluster cluster = RedisCluster.start(0)) {
      RedisClusterClient client =
          RedisClusterClient.create(Arrays.stream(cluster.uris()).map(RedisURI::create).toList());
      assertWorks(StoreProbe.connected(RedisPresenceStore.builder().clusterClient(client).build()));
      assertThat(client.connect().sync().ping()).isEqualTo("PONG");
      client.shutdown();
    }
  }

  private static void assertWorks(StoreProbe node) {
    try (node) {
      Heard heard = new Heard();
      node.subscribe(W, heard);
      assertThat(node.write(W).known()).isTrue();
      await().until(() -> heard.messages().size() == 1);
      assertThat(node.answers()).isTrue();
    }
  }

  @Test
  void aServerThatRestartsIsUsedAgainWhateverTheClientDoes() {
    try (RedisServer server = RedisServers.start()) {
      RedisClient client = RedisClient.create(server.uri());
      try (StoreProbe node =
          StoreProbe.connected(RedisPresenceStore.builder().client(client).build())) {
        Heard heard = new Heard();
        node.subscribe(W, heard);
        server.kill();
        await().until(() -> !node.answers());
        server.start();
        node.pingUntilItAnswers();
        await()
            .until(
                () -> {
                  node.store().replace(StoreProbe.whole(W, "n"));
                  return !heard.messages().isEmpty();
                });
      }
      client.shutdown();
    }
  }

  @Test
  void aStoreIsMadeOverAClientWithoutAServer() {
    try (RedisServer server = RedisServers.prepare()) {
      RedisClient client = RedisClient.create(server.uri());
      try (StoreProbe node = new StoreProbe(RedisPresenceStore.builder().client(client).build())) {
        assertThat(node.answers()).isFalse();
        server.start();
        node.pingUntilItAnswers();
      }
      client.shutdown();
    }
  }

  @Test
  void aClientThatCannotDoShardedMessagesIsRefused() {
    ClientOptions resp2 = ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build();
    RedisClient single = RedisClient.create("redis://127.0.0.1:1");
    single.setOptions(resp2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.builder().client(single))
        .withMessageContaining("RESP2");
    RedisClusterClient cluster = RedisClusterClient.create("redis://127.0.0.1:1");
    cluster.setOptions(
        ClusterClientOptions.builder(resp2).protocolVersion(ProtocolVersion.RESP2).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.builder().clusterClient(cluster))
        .withMessageContaining("RESP2");
    single.shutdown();
    cluster.shutdown();
  }
}
