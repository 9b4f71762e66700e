package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.assertHistory;
import static dev.presence.sample.faults.Visitors.assertToldOnce;
import static dev.presence.sample.faults.Visitors.await;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static dev.presence.sample.faults.Visitors.idsOf;
import static dev.presence.sample.faults.Visitors.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceOptions;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A node that crashes, sleeps or stops, each a process, over a real Redis; and what visitors of two
 * other nodes were shown from beginning to end.
 */
class NodeFaultsTest {

  /** Others can be measured: -Dpresence.test.lease=60s -Dpresence.test.heartbeat=30s. */
  private static final String LEASE_FLAG = System.getProperty("presence.test.lease", "6s");

  private static final Duration LEASE = Duration.parse("PT" + LEASE_FLAG);

  /** What a crash may take. */
  private static final Duration DETECTION = LEASE.plusSeconds(2);

  private static final String HEARTBEAT = System.getProperty("presence.test.heartbeat", "2s");

  private static final String[] FLAGS = {
    "--ttl", LEASE_FLAG, "--heartbeat", HEARTBEAT, "--grace", "1s"
  };

  /** How long a node that stops keeps its users in view for those who take them over. */
  private static final Duration DRAIN_TIME = PresenceOptions.defaults().drainTime();

  private static final List<String> STAYING = List.of("ada", "bob");

  private static RedisServer redis;
  private static NodeProcess one;
  private static NodeProcess two;

  private NodeProcess subject;
  private List<Visitor> viewers;

  @BeforeAll
  static void startOthers() {
    redis = RedisServers.start();
    one = NodeProcess.start("node-faults-one", redis.uri(), FLAGS);
    two = NodeProcess.start("node-faults-two", redis.uri(), FLAGS);
  }

  @AfterAll
  static void stopOthers() {
    one.close();
    two.close();
    redis.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    String name = "node-faults-" + test.getTestMethod().orElseThrow().getName();
    subject = NodeProcess.start(name, redis.uri(), FLAGS);
    viewers = List.of(Visitor.open(one, "ada"), Visitor.open(two, "bob"));
    awaitSeen(viewers, List.of("ada", "bob"), "active");
  }

  @AfterEach
  void stop() {
    subject.close();
    viewers.forEach(viewer -> viewer.say("leave"));
  }

  @Test
  void theUsersOfAKilledNodeAreOfflineWithinTheLeaseAndTwoSecondsAndEachIsPublishedOnce() {
    List<String> users = idsOf(Visitors.open(subject, 1, 20));
    awaitSeen(viewers, users, "active");
    Visitor outsider = Visitor.open(one, "carol", "studio");
    awaitSeen(List.of(outsider), List.of("carol"), "active");
    long killed = Visitor.CLOCK.ticks();
    subject.kill();
    await(DETECTION).until(() -> Visitors.allSee(viewers, users, "offline"));
    Report.of("node killed: its users offline after", times(viewers, users, "offline", killed));
    awaitAnotherChange();
    assertHistory(viewers, users, "active", "offline");
    assertToldOnce(viewers, users, "offline");
    assertOthersStayed();
    assertThat(outsider.shown()).allMatch(it -> it.userId().equals("carol"));
    outsider.say("leave");
  }

  @Test
  void aNodeThatSleptLongerThanItsLeaseIsBackWithItsUsersAndMissedNothing() {
    List<Visitor> sleepers = Visitors.open(subject, 31, 40);
    List<String> users = idsOf(sleepers);
    awaitSeen(viewers, users, "active");
    awaitSeen(sleepers, List.of("ada", "bob"), "active");
    long slept = Visitor.CLOCK.ticks();
    subject.pause();
    await(DETECTION).until(() -> Visitors.allSee(viewers, users, "offline"));
    Report.of("node asleep: its users offline after", times(viewers, users, "offline", slept));
    Visitor meanwhile = Visitor.open(one, "u41");
    awaitSeen(viewers, List.of("u41"), "active");
    long woke = Visitor.CLOCK.ticks();
    subject.resume();
    awaitSeen(viewers, users, "active");
    Report.of("node awake again: its users back after", times(viewers, users, "active", woke));
    awaitSeen(sleepers, List.of("u41"), "active");
    Report.of(
        "node awake again: its visitors see what changed after",
        times(sleepers, List.of("u41"), "active", woke));
    sleepers.get(0).setActivity(false);
    awaitSeen(viewers, users.subList(0, 1), "away");
    assertHistory(viewers, users.subList(1, users.size()), "active", "offline", "active");
    assertToldOnce(viewers, users, "offline");
    assertHistory(sleepers, List.of("ada", "bob"), "active");
    assertHistory(sleepers, users.subList(1, users.size()), "active");
    assertThat(sleepers).noneMatch(visitor -> visitor.closed().isDone());
    assertOthersStayed();
    meanwhile.say("leave");
  }

  @Test
  void nobodySeesThemGoWhoMoveAwayFromANodeThatStops() throws Exception {
    List<Visitor> moving = Visitors.open(subject, 51, 60);
    List<String> users = idsOf(moving);
    List<String> lost = idsOf(Visitors.open(subject, 61, 62)); // who do not come back
    awaitSeen(viewers, users, "active");
    awaitSeen(viewers, lost, "active");
    List<CompletableFuture<Visitor>> moved = onceClosedToTheOthers(moving);
    long asked = Visitor.CLOCK.ticks();
    subject.terminate();
    List<Visitor> back = moved.stream().map(CompletableFuture::join).toList();
    Report.of(
        "node stopped: its users are on other nodes after",
        "%.2f s".formatted((Visitor.CLOCK.ticks() - asked) / 1000.0));
    assertThat(moving)
        .allSatisfy(visitor -> assertThat(visitor.closed()).isCompletedWithValue(1012));
    assertThat(subject.ends()).as("the node ends").isTrue();
    awaitSeen(back, users, "active");
    await(DRAIN_TIME.plusSeconds(5)).until(() -> Visitors.allSee(viewers, lost, "offline"));
    Report.of(
        "node stopped: who does not come back is offline after",
        times(viewers, lost, "offline", asked));
    await().until(() -> redis.ask("HLEN presence:{acme}:nodes").equals(":2"));
    awaitAnotherChange();
    assertHistory(viewers, lost, "active", "offline");
    assertToldOnce(viewers, lost, "offline");
    assertHistory(viewers, users, "active");
    assertThat(back).noneMatch(visitor -> visitor.closed().isDone());
    assertOthersStayed();
    back.forEach(visitor -> visitor.say("leave"));
  }

  private static List<CompletableFuture<Visitor>> onceClosedToTheOthers(List<Visitor> moving) {
    List<CompletableFuture<Visitor>> moved = new ArrayList<>();
    for (Visitor visitor : moving) {
      NodeProcess other = moved.size() % 2 == 0 ? one : two;
      moved.add(visitor.closed().thenCompose(code -> comeBack(visitor.userId(), other)));
    }
    return moved;
  }

  /** As the browser client does: within a random time up to 2 s. */
  private static CompletableFuture<Visitor> comeBack(String userId, NodeProcess node) {
    CompletableFuture<Visitor> back = new CompletableFuture<>();
    Duration delay = Duration.ofMillis(Visitor.CLOCK.random().nextInt(2_000));
    Visitor.CLOCK.schedule(
        delay,
        () -> Visitor.CLOCK.executeCallback(() -> back.complete(Visitor.open(node, userId))));
    return back;
  }

  /** Whatever was on its way is there once a later change is. */
  private void awaitAnotherChange() {
    Visitor first = viewers.get(0);
    first.setActivity(false);
    awaitSeen(viewers, List.of("ada"), "away");
    first.setActivity(true);
    awaitSeen(viewers, List.of("ada"), "active");
  }

  private void assertOthersStayed() {
    assertThat(viewers)
        .allSatisfy(
            viewer ->
                assertThat(viewer.shown())
                    .noneMatch(
                        it -> STAYING.contains(it.userId()) && it.status().equals("offline")));
  }
}
