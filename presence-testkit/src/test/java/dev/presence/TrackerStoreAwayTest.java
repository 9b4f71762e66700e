package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U10: the store is away, for all nodes or for one, for short or for long, or forgets. */
class TrackerStoreAwayTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");
  private final RecordingListener listener = there.listen();

  @ParameterizedTest
  @CsvSource({
    "REFUSED, 1",
    "REFUSED, 20",
    "REFUSED, 61",
    "REFUSED, 600",
    "SILENT, 1",
    "SILENT, 20",
    "SILENT, 61",
    "SILENT, 600",
    "DEAF, 20",
    "DEAF, 600",
    "THROWING, 20"
  })
  void noNodeIsEvictedBecauseTheStoreWasAway(Way way, long seconds) {
    here.connect("ada");
    there.connect("bob");
    cluster.passSeconds(40);
    setAll(way);
    cluster.passSeconds(seconds);
    setAll(Way.OPEN);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE);
    assertThat(here.published.historyOf("acme", "bob")).containsExactly(ACTIVE);
  }

  @Test
  void aStoreThatComesBackEmptyMakesNoUserFlicker() {
    here.connect("ada");
    there.connect("bob");
    cluster.passSeconds(40);
    setAll(Way.REFUSED);
    cluster.passSeconds(30);
    cluster.storeForgets();
    setAll(Way.OPEN);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(here.published.historyOf("acme", "bob")).containsExactly(ACTIVE);
    assertThat(cluster.start("late").statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aStoreThatForgetsWithoutAWordIsToldEverythingWithinAHeartbeat() {
    here.connect("ada");
    there.connect("bob");
    cluster.passSeconds(40);
    cluster.storeForgets();
    cluster.passSeconds(31);
    ClusterNode late = cluster.start("late");
    assertThat(late.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(late.statusOf("bob")).isEqualTo(ACTIVE);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(here.published.historyOf("acme", "bob")).containsExactly(ACTIVE);
  }

  @Test
  void whoseNodeCameAmongTheLastWritesThatAFailoverLosesIsNotGone() {
    cluster.passSeconds(40);
    MemoryState before = cluster.store.with(MemoryState::copy);
    ClusterNode late = cluster.start("late");
    late.connect("ada");
    cluster.passSeconds(1);
    setAll(Way.REFUSED);
    late.door.set(Way.REFUSED);
    cluster.storeForgets(before);
    setAll(Way.OPEN);
    cluster.passSeconds(1);
    late.door.set(Way.OPEN);
    cluster.passSeconds(100);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300, 600, 1_000})
  void aViewThatOpensInALongOutageShowsWhomItFindsSoonAfterIt(long laterMillis) {
    here.connect("ada");
    cluster.passSeconds(100);
    setAll(Way.REFUSED);
    cluster.passSeconds(50);
    ClusterNode late = new ClusterNode(cluster, "late", PresenceOptions.defaults());
    late.door.set(Way.REFUSED);
    RecordingListener opened = new RecordingListener();
    late.acme().subscribe(opened);
    cluster.passSeconds(20);
    late.door.set(Way.OPEN);
    cluster.passMillis(laterMillis);
    setAll(Way.OPEN);
    cluster.passSeconds(4);
    assertThat(opened.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void whatTheStoreNeverGotIsNotSyncedWhenTheTrackerIsClosed() {
    here.door.set(Way.REFUSED);
    PresenceConnection tab = here.connect("ada");
    cluster.passSeconds(10);
    here.tracker.closeAsync();
    cluster.passSeconds(10);
    CompletableFuture<Void> synced = tab.flush();
    cluster.passSeconds(1);
    assertThat(synced).isCompletedExceptionally();
  }

  @Test
  void anOutageIsPublishedAfterFiveSecondsAndItsEndAtOnce() {
    here.connect("ada");
    cluster.passSeconds(60);
    there.door.set(Way.SILENT);
    cluster.passSeconds(4);
    assertThat(listener.isStale()).isFalse();
    assertThat(there.tracker.health().isStale()).isFalse();
    cluster.passSeconds(2);
    assertThat(listener.isStale()).isTrue();
    assertThat(there.tracker.health().isStale()).isTrue();
    assertThat(there.tracker.health().isConnected()).isFalse();
    assertThat(there.tracker.health().silence())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    there.door.set(Way.OPEN);
    cluster.passSeconds(1); // until the next probe
    assertThat(there.tracker.health().isStale()).isFalse();
    assertThat(there.tracker.health().isConnected()).isTrue();
    assertThat(listener.isStale()).isFalse();
  }

  @Test
  void aShortOutageIsNotPublished() {
    int before = listener.updates().size();
    there.door.set(Way.REFUSED);
    cluster.passSeconds(3);
    there.door.set(Way.OPEN);
    cluster.passSeconds(60);
    assertThat(listener.updates()).hasSize(before);
  }

  @Test
  void whoConnectsDuringAnOutageIsSeenHereAtOnceAndElsewhereWhenTheStoreIsBack() {
    RecordingListener local = here.listen();
    setAll(Way.SILENT);
    cluster.passSeconds(20);
    PresenceConnection tab = here.connect("ada");
    CompletableFuture<Void> synced = tab.flush();
    assertThat(local.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(20);
    assertThat(synced).isNotDone();
    setAll(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(synced).isCompleted();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void whoConnectsToANodeThatNeverReachedTheStoreIsSeenThereAfterTwoSeconds() {
    ClusterNode cut = cluster.start("cut");
    cut.door.set(Way.SILENT);
    RecordingListener local = new RecordingListener();
    cut.acme().subscribe(local);
    cut.connect("ada");
    cluster.passMillis(1_999);
    assertThat(local.isStarted()).isFalse();
    cluster.passMillis(1);
    assertThat(local.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(local.isStale()).isTrue();
    cut.door.set(Way.OPEN);
    cluster.passSeconds(10);
    assertThat(local.isStale()).isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(local.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void whatIsSetManuallyDuringAnOutageCountsHereAtOnceAndCompletesWhenTheStoreIsBack() {
    here.connect("ada");
    cluster.passSeconds(1);
    setAll(Way.REFUSED);
    cluster.passSeconds(20);
    CompletableFuture<Void> away = here.acme().setAway("ada");
    cluster.passSeconds(20);
    assertThat(here.statusOf("ada")).isEqualTo(AWAY);
    assertThat(away).isNotDone();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    setAll(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(away).isCompleted();
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void aNodeWhoseWritesAreRefusedSaysThatItsViewsAreStale() {
    there.connect("ada");
    cluster.passSeconds(40);
    there.door.set(Way.READ_ONLY);
    there.connect("bob");
    cluster.passSeconds(7);
    assertThat(there.tracker.health().isConnected()).isTrue();
    assertThat(there.tracker.health().isStale()).isTrue();
    assertThat(there.tracker.health().staleWorkspaces()).isEqualTo(1);
    there.door.set(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(there.tracker.health().isStale()).isFalse();
    assertThat(listener.statusOf("bob")).isEqualTo(ACTIVE);
  }

  @Test
  void setOfflineDuringAnOutageEndsWhatIsOpenWhenTheStoreHasIt() {
    PresenceConnection before = there.connect("ada");
    cluster.passSeconds(1);
    setAll(Way.REFUSED);
    cluster.passSeconds(10);
    here.acme().setOffline("ada");
    cluster.passSeconds(10);
    PresenceConnection meanwhile = there.connect("ada");
    setAll(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(before.isOpen()).isFalse();
    assertThat(meanwhile.isOpen()).as("opened before setOffline took effect").isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    there.connect("ada");
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void whoLeavesDuringAnOutageIsOfflineElsewhereWhenTheStoreIsBack() {
    PresenceConnection tab = here.connect("ada");
    cluster.passSeconds(1);
    setAll(Way.SILENT);
    cluster.passSeconds(20);
    tab.leave();
    cluster.passSeconds(20);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    setAll(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"REFUSED", "SILENT", "DEAF"})
  void outOfContactOnlyTheProbeIsSent(Way way) {
    here.connect("ada");
    cluster.passSeconds(1);
    here.door.set(way);
    cluster.passSeconds(35); // a heartbeat was due meanwhile
    int before = here.door.calls();
    here.acme().connect("bob");
    here.acme().setAway("bob");
    here.tracker.workspace("other").connect("bob");
    cluster.passSeconds(120);
    assertThat(here.door.calls()).isEqualTo(before);
    here.door.set(Way.OPEN);
    cluster.passSeconds(2);
    assertThat(there.await(there.tracker.workspace("other").getStatus("bob"))).isEqualTo(ACTIVE);
  }

  @Test
  void aReadOfWhatWasSetManuallyThatFailsIsTriedAgainSoon() {
    there.await(there.tracker.workspace("other").setAway("ada"));
    here.door.set(Way.SLOW);
    RecordingListener local = new RecordingListener();
    here.tracker.workspace("other").subscribe(local);
    here.tracker.workspace("other").connect("ada");
    cluster.passMillis(999);
    here.door.set(Way.REFUSED); // the answer to the sync is on its way, the read will fail
    cluster.passMillis(2);
    here.door.set(Way.SLOW);
    cluster.passSeconds(3);
    assertThat(local.isStale()).isFalse();
    assertThat(local.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void aNodeThatIsCutOffAloneCountsAsCrashedAndIsBackWhenItIs() {
    here.connect("ada");
    there.connect("bob");
    RecordingListener local = here.listen();
    here.door.set(Way.SILENT);
    cluster.passSeconds(100);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
    here.door.set(Way.OPEN);
    cluster.passSeconds(5);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE, ACTIVE);
    cluster.passSeconds(200);
    assertThat(local.historyOf("bob"))
        .as("the one that was cut off doubts nobody")
        .containsExactly(ACTIVE);
  }

  @Test
  void aCrashDuringAnOutageIsNoticedALeaseOfContactLater() {
    here.connect("ada");
    cluster.passSeconds(1);
    setAll(Way.REFUSED);
    here.crash();
    cluster.passSeconds(300);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    setAll(Way.OPEN);
    cluster.passSeconds(63);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  private void setAll(Way way) {
    here.door.set(way);
    there.door.set(way);
  }
}
