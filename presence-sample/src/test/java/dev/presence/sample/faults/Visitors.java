package dev.presence.sample.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.sample.faults.Visitor.Shown;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a test asks of many visitors at once. */
final class Visitors {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Visitors() {}

  static ConditionFactory await() {
    return await(PATIENCE);
  }

  static ConditionFactory await(Duration patience) {
    return await(patience, Duration.ofMillis(20));
  }

  static ConditionFactory await(Duration patience, Duration pollInterval) {
    return Awaitility.await().atMost(patience).pollInterval(pollInterval);
  }

  /** Waits until this much time has passed since a time of the clock. */
  static void awaitTicks(long since, Duration time) {
    await(time.plus(PATIENCE)).until(() -> Visitor.CLOCK.ticks() - since >= time.toMillis());
  }

  /** Opens the page as users {@code u<first>} to {@code u<last>}. */
  static List<Visitor> open(NodeProcess node, int first, int last) {
    List<Visitor> all =
        IntStream.rangeClosed(first, last).mapToObj(i -> Visitor.open(node, "u" + i)).toList();
    await().until(() -> all.stream().allMatch(Visitor::isStarted));
    return all;
  }

  static List<String> idsOf(Collection<Visitor> visitors) {
    return visitors.stream().map(Visitor::userId).toList();
  }

  /** Whether all of the users have this status, as all of the viewers see it. */
  static boolean allSee(Collection<Visitor> viewers, Collection<String> users, String status) {
    return viewers.stream()
        .allMatch(viewer -> users.stream().allMatch(user -> viewer.statusOf(user).equals(status)));
  }

  static void awaitSeen(Collection<Visitor> viewers, Collection<String> users, String status) {
    await()
        .untilAsserted(
            () ->
                assertThat(viewers)
                    .allSatisfy(
                        viewer ->
                            assertThat(users)
                                .as("seen by %s", viewer.userId())
                                .allSatisfy(
                                    user ->
                                        assertThat(viewer.statusOf(user))
                                            .as(user)
                                            .isEqualTo(status))));
  }

  /** Each viewer was shown exactly this, from beginning to end, for each of the users. */
  static void assertHistory(
      Collection<Visitor> viewers, Collection<String> users, String... statuses) {
    assertThat(viewers)
        .allSatisfy(
            viewer ->
                assertThat(users)
                    .as("seen by %s", viewer.userId())
                    .allSatisfy(
                        user ->
                            assertThat(viewer.historyOf(user)).as(user).containsExactly(statuses)));
  }

  /** Each viewer was told once, and no more, that each of the users has this status. */
  static void assertToldOnce(Collection<Visitor> viewers, Collection<String> users, String status) {
    assertThat(viewers)
        .allSatisfy(
            viewer ->
                assertThat(users)
                    .as("told to %s", viewer.userId())
                    .allSatisfy(
                        user -> assertThat(viewer.timesTold(user, status)).as(user).isEqualTo(1)));
  }

  /** When the viewers were first and last shown this status of any of the users, since a time. */
  static String times(
      Collection<Visitor> viewers, Collection<String> users, String status, long since) {
    LongSummaryStatistics times =
        viewers.stream()
            .flatMap(viewer -> viewer.shown().stream())
            .filter(it -> users.contains(it.userId()) && it.status().equals(status))
            .mapToLong(Shown::ticks)
            .filter(ticks -> ticks >= since)
            .summaryStatistics();
    return "%.2f to %.2f s"
        .formatted((times.getMin() - since) / 1000.0, (times.getMax() - since) / 1000.0);
  }
}
