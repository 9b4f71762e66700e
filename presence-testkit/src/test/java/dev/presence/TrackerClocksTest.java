package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clocks of the store and of the nodes differ, and are moved. */
class TrackerClocksTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");
  private final RecordingListener listener = there.listen();

  @Test
  void setOfflineEndsEveryTabAfterTheStoresClockWentBack() {
    PresenceConnection first = here.connect("ada");
    cluster.passSeconds(50);
    PresenceConnection second = here.connect("ada");
    cluster.passSeconds(1);
    cluster.moveStoreClock(Duration.ofSeconds(-100));
    cluster.passSeconds(3);
    there.await(there.acme().setOffline("ada"));
    cluster.passSeconds(1);
    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    here.connect("ada");
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void setOfflineAtANodeWithoutAViewEndsEveryTabAfterTheStoresClockWentBack() {
    PresenceConnection tab = here.connect("ada");
    cluster.passSeconds(1);
    ClusterNode other = cluster.start("other");
    cluster.moveStoreClock(Duration.ofSeconds(-100));
    cluster.passSeconds(3);
    other.await(other.acme().setOffline("ada"));
    cluster.passSeconds(1);
    assertThat(tab.isOpen()).isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -20, 20, 3_600})
  void setOfflineEndsAConnectionFromBeforeTheFirstProbe(long nodesClockAhead) {
    ClusterNode early = withClockAhead(nodesClockAhead);
    PresenceConnection tab = early.acme().connect("ada");
    cluster.passSeconds(5);
    early.door.set(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    here.await(here.acme().setOffline("ada"));
    cluster.passSeconds(1);
    assertThat(tab.isOpen()).isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -20, 20, 3_600})
  void anOlderSetOfflineEndsNoConnectionFromBeforeTheFirstProbe(long nodesClockAhead) {
    here.connect("ada");
    cluster.passSeconds(1);
    here.await(here.acme().setOffline("ada"));
    cluster.passSeconds(1);
    ClusterNode early = withClockAhead(nodesClockAhead);
    PresenceConnection tab = early.acme().connect("ada");
    cluster.passSeconds(3);
    early.door.set(Way.OPEN);
    cluster.passSeconds(5);
    assertThat(tab.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 3_600})
  void setOfflineFromBeforeTheFirstProbeIsThatOfTheMomentWhenTheStoreHasIt(long nodesClockAhead) {
    PresenceConnection tab = here.connect("ada");
    cluster.passSeconds(1);
    ClusterNode early = withClockAhead(nodesClockAhead);
    CompletableFuture<Void> stored = early.acme().setOffline("ada");
    cluster.passSeconds(1);
    early.door.set(Way.OPEN);
    cluster.passSeconds(3);
    assertThat(stored).isCompleted();
    assertThat(tab.isOpen()).isFalse();
    PresenceConnection later = here.connect("ada");
    cluster.passSeconds(1);
    assertThat(later.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {20, 45, 100})
  void aNodeThatBeginsToLookAfterTheStoresClockJumpedHidesNoNodeWhoseLinkIsCut(long jump) {
    here.connect("ada");
    cluster.passSeconds(10);
    here.door.set(Way.SILENT);
    cluster.moveStoreClock(Duration.ofSeconds(jump));
    cluster.passSeconds(2);
    RecordingListener late = cluster.start("late").listen();
    assertThat(late.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(25);
    here.door.set(Way.OPEN);
    cluster.passSeconds(100);
    assertThat(late.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aNodeThatStartsAfterACrashShowsItWithinTheLeaseOfTheCrashedNode() {
    here.connect("ada");
    cluster.passSeconds(1);
    here.crash();
    there.crash();
    cluster.passSeconds(40);
    RecordingListener late = cluster.start("late").listen();
    assertThat(late.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(20);
    assertThat(late.statusOf("ada")).as("lease and two seconds after the crash").isEqualTo(OFFLINE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-30, -50, -100})
  void aRollbackAfterTheStoresClockWentBackMakesNoUserFlicker(long jump) {
    here.connect("ada");
    cluster.passSeconds(40);
    MemoryState before = cluster.store.with(MemoryState::copy);
    ClusterNode fresh = cluster.start("fresh");
    fresh.connect("bob");
    cluster.passSeconds(1);
    cluster.moveStoreClock(Duration.ofSeconds(jump));
    cluster.passSeconds(31);
    cluster.storeForgets(before);
    there.door.set(Way.REFUSED);
    there.door.set(Way.OPEN); // so that it syncs before the others
    cluster.passSeconds(100);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE);
  }

  @Test
  void anOlderSetOfflineInTheFutureEndsNoConnectionOfANodeThatBeginsToLook() {
    here.connect("ada");
    cluster.passSeconds(60);
    here.await(here.acme().setOffline("ada"));
    cluster.moveStoreClock(Duration.ofSeconds(-50));
    cluster.passSeconds(2);
    ClusterNode late = cluster.start("late");
    PresenceConnection tab = late.connect("ada");
    cluster.passSeconds(60);
    assertThat(tab.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  /** A node whose own clock differs, and which cannot reach the store yet. */
  private ClusterNode withClockAhead(long seconds) {
    ManualProcess process = cluster.runtime.process("early");
    process.moveWallClock(Duration.ofSeconds(seconds));
    ClusterNode node = new ClusterNode(cluster, process, PresenceOptions.defaults(), Way.REFUSED);
    cluster.settle();
    return node;
  }
}
