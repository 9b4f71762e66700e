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
    awaitTicks(Visitor.CLOCK.ticks(), LEASE.plusSeconds(1)); // whoever were counted out by now
    changes.end();
    assertHistory(viewers, residents, "active");
    assertThat(viewers).noneMatch(viewer -> viewer.closed().isDone());
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
    long resumed = Visitor.CLOCK.ticks();
    redis.resume();
    changes.awaitSeenByAll(
        "redis hung for " + time.toSeconds() + " s: changes seen after", resumed);
  }

  @Test
  void redisIsKilledAndComesBackEmpty() {
    redis.kill();
    long killed = Visitor.CLOCK.ticks();
    await().until(() -> nodes.stream().noneMatch(it -> it.store().path("connected").asBoolean()));
    changes.happen();
    awaitTicks(killed, Duration.ofSeconds(2));
    redis.start();
    long started = Visitor.CLOCK.ticks();
    changes.awaitSeenByAll("redis killed, empty when it was back: changes seen after", started);
  }

  @Test
  void redisIsKilledAndComesBackAsItWasAWhileAgo() {
    List<Visitor> some =
        List.of(
            Visitor.open(nodes.get(0), "u11"),
            Visitor.open(nodes.get(1), "u12"),
            Visitor.open(nodes.get(0), "u13"));
    some.get(0).say("setAway");
    awaitSeen(viewers, List.of("u11"), "away");
    awaitSeen(viewers, List.of("u12", "u13"), "active");
    byte[] snapshot = redis.snapshot();
    long taken = Visitor.CLOCK.ticks();
    some.get(0).say("setActive");
    some.get(1).say("setAway");
    some.get(2).say("leave");
    awaitSeen(viewers, List.of("u11"), "active");
    awaitSeen(viewers, List.of("u12"), "away");
    awaitSeen(viewers, List.of("u13"), "offline");
    awaitTicks(taken, LEASE.minusSeconds(1)); // past heartbeats, and before all of it is expired
    Map<String, String> claims = claims();
    redis.kill();
    changes.happen();
    redis.start(snapshot);
    long started = Visitor.CLOCK.ticks();
    assertThat(claims()).isNotEqualTo(claims);
    changes.awaitSeenByAll("redis killed, back as 5 s before: changes seen after", started);
    await().untilAsserted(() -> assertThat(claims()).containsAllEntriesOf(withoutStamp(claims)));
    Report.of(
        "redis killed, back as 5 s before: what was set by hand is stored again after",
        "%.2f s".formatted((Visitor.CLOCK.ticks() - started) / 1000.0));
    assertHistory(viewers, List.of("u11"), "active", "away", "active");
    assertHistory(viewers, List.of("u12"), "active", "away");
    assertHistory(viewers, List.of("u13"), "active", "offline");
    some.subList(0, 2).forEach(visitor -> visitor.say("leave"));
  }

  private static Map<String, String> claims() {
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().hgetall("presence:{acme}:claims");
    }
  }

  private static Map<String, String> withoutStamp(Map<String, String> claims) {
    claims.remove("");
    return claims;
  }
}
