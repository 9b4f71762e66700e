package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.await;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.sample.web.Tokens;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All nodes die at once, and nobody is left to clean up. */
class NothingStaleTest {

  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final String[] FLAGS = {"--ttl", "4s", "--heartbeat", "1s", "--grace", "1s"};
  private static final String REGISTERS = "presence:{acme}:registers";

  private RedisServer redis;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;

  @BeforeEach
  void start() {
    redis = RedisServers.start();
    client = RedisClient.create(redis.uri());
    connection = client.connect();
  }

  @AfterEach
  void stop() {
    client.shutdown();
    redis.close();
  }

  @Test
  void withAllNodesDeadEveryKeyExpiresAndAFreshNodeShowsNobodyOnceTheLeasesAreOver() {
    try (NodeProcess fresh = NodeProcess.start("stale-fresh", redis.uri(), FLAGS)) {
      List<String> users = IntStream.rangeClosed(1, 20).mapToObj(i -> "u" + i).toList();
      long killed;
      try (NodeProcess one = NodeProcess.start("stale-one", redis.uri(), FLAGS);
          NodeProcess two = NodeProcess.start("stale-two", redis.uri(), FLAGS)) {
        List<Visitor> all =
            Stream.of(Visitors.open(one, 1, 10), Visitors.open(two, 11, 20))
                .flatMap(List::stream)
                .toList();
        awaitSeen(all, users, "active");
        all.get(0).say("setAway"); // a register, which outlives its user
        awaitSeen(all, users.subList(0, 1), "away");
        fresh.awaitReady(); // it has served nobody yet, so it has no view
        one.kill();
        two.kill();
        killed = Visitor.CLOCK.ticks();
      }
      assertThat(keys()).isNotEmpty().allMatch(key -> connection.sync().pttl(key) > 0);
      assertThat(onlineOf(fresh, users)).isNotEmpty(); // the leases run
      await(LEASE.plusMillis(500)).until(() -> onlineOf(fresh, users).isEmpty());
      Report.of(
          "all nodes killed: a fresh one reads everybody as offline after",
          "%.2f s".formatted((Visitor.CLOCK.ticks() - killed) / 1000.0));
      assertThat(keys()).contains("presence:{acme}:nodes"); // nobody has cleaned up
      Visitor viewer = Visitor.open(fresh, "ada");
      awaitSeen(List.of(viewer), List.of("ada"), "active");
      assertThat(users).allMatch(user -> viewer.historyOf(user).isEmpty());
    }
    await(LEASE.multipliedBy(3)).until(() -> keys().equals(List.of(REGISTERS)));
    assertThat(connection.sync().pttl(REGISTERS)).isPositive();
  }

  private List<String> keys() {
    return connection.sync().keys("*");
  }

  private static List<String> onlineOf(NodeProcess node, List<String> users) {
    JsonNode statuses =
        node.get(
            "/api/workspaces/acme/presence?token="
                + Tokens.make("ada")
                + "&userId="
                + String.join("&userId=", users));
    return users.stream()
        .filter(user -> !statuses.path(user).textValue().equals("offline"))
        .toList();
  }
}
