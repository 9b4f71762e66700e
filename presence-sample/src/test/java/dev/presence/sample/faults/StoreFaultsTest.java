package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.assertHistory;
import static dev.presence.sample.faults.Visitors.await;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static dev.presence.sample.faults.Visitors.awaitTicks;
import static dev.presence.sample.faults.Visitors.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Redis that hangs, dies and forgets, under two nodes that are processes; and what a visitor of
 * each was shown from beginning to end. Nobody is ever shown offline who is not, and a change made
 * meanwhile arrives afterwards.
 */
class StoreFaultsTest {

  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final String[] FLAGS = {"--ttl", "6s", "--heartbeat", "2s", "--grace", "1s"};

  private static RedisServer redis;
  private static List<NodeProcess> nodes;

  /** One at each node; they are shown all that happens in all of the tests. */
  private static List<Visitor> viewers;

  /** Who stays all the time. */
  private static List<String> residents;

  private Meanwhile changes;

  /** When Redis was there again. */
  private long back;

  @BeforeAll
  static void startAll() {
    redis = RedisServers.start();
    nodes =
        Stream.of("store-faults-one", "store-faults-two")
            .map(name -> NodeProcess.start(name, redis.uri(), FLAGS))
            .toList();
    viewers = List.of(Visitor.open(nodes.get(0), "ada"), Visitor.open(nodes.get(1), "bob"));
    List<Visitor> staying =
        Stream.of(viewers, Visitors.open(nodes.get(0), 1, 5), Visitors.open(nodes.get(1), 6, 10))
            .flatMap(List::stream)
            .toList();
    residents = idsOf(staying);
    awaitSeen(viewers, residents, "active");
  }

  @AfterAll
  static void stopAll() {
    nodes.forEach(NodeProcess::close);
    redis.close();
  }

  @BeforeEach
  void prepare() {
    changes = new Meanwhile(nodes, viewers);
  }

  @AfterEach
  void nobodyIsShownOfflineWhoIsNot() {
    awaitLease();
    changes.end();
    assertHistory(viewers, residents, "active");
    assertThat(viewers).noneMatch(viewer -> viewer.closed().isDone());
  }

  /** Whoever were counted out is by now. */
  private void awaitLease() {
    awaitTicks(back, LEASE.plusSeconds(1));
  }

  @Test
  void redisHangsForLessThanTheLease() {
    int before = viewers.get(0).stale().size();
    hang(Duration.ofSeconds(3));
    assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.stale()).hasSize(before));
  }

  @Test
  void redisHangsForMoreThanTheLease() {
    int before = viewers.get(0).stale().size();
    hang(LEASE.plusSeconds(2));
    assertThat(viewers)
        .allSatisfy(
            viewer ->
                await()
                    .untilAsserted(
                        () ->
                            assertThat(viewer.stale()).hasSize(before + 2).endsWith(true, false)));
  }

  private void hang(Duration time) {
    long since = Visitor.CLOCK.ticks();
    redis.pause();
    awaitTicks(since, Duration.ofSeconds(1));
    changes.happen();
    awaitTicks(since, time);
    redis.resume();
    back = Visitor.CLOCK.ticks();
    changes.awaitSeenByAll("redis hung for " + time.toSeconds() + " s: changes seen after", back);
  }

  @Test
  void redisIsKilledAndComesBackEmpty() {
    redis.kill();
    long killed = Visitor.CLOCK.ticks();
    await().until(() -> nodes.stream().noneMatch(it -> it.store().path("connected").asBoolean()));
    changes.happen();
    awaitTicks(killed, Duration.ofSeconds(2));
    redis.start();
    back = Visitor.CLOCK.ticks();
    changes.awaitSeenByAll("redis killed, empty when it was back: changes seen after", back);
  }

  /** With the leases of the snapshot still running, and with all of them over. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void redisIsKilledAndComesBackAsItWasALeaseAgo(int secondsMore) {
    Duration age = LEASE.plusSeconds(secondsMore); // past heartbeats; keys are kept two leases
    Undone undone = new Undone(nodes, viewers);
    byte[] snapshot = redis.snapshot();
    long taken = Visitor.CLOCK.ticks();
    undone.happen();
    awaitTicks(taken, age);
    Map<String, String> registers = registers();
    redis.kill();
    changes.happen();
    redis.start(snapshot);
    back = Visitor.CLOCK.ticks();
    assertThat(registers()).isNotEqualTo(registers);
    String what = "redis killed, back as %d s before: ".formatted(age.toSeconds());
    changes.awaitSeenByAll(what + "changes seen after", back);
    await()
        .untilAsserted(
            () -> assertThat(registers()).containsAllEntriesOf(withoutRevision(registers)));
    Report.of(
        what + "what was set by hand is stored again after",
        "%.2f s".formatted((Visitor.CLOCK.ticks() - back) / 1000.0));
    awaitLease();
    undone.end();
  }

  private static Map<String, String> registers() {
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().hgetall("presence:{acme}:registers");
    }
  }

  private static Map<String, String> withoutRevision(Map<String, String> registers) {
    registers.remove("");
    return registers;
  }
}
