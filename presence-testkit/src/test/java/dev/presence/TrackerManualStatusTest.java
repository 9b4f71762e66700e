package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** M4 and M7: away, active and offline by hand. */
class TrackerManualStatusTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");
  private final RecordingListener listener = there.listen();

  @Test
  void manualAwayIsSeenAtOnceByEveryone() {
    connected(here, "ada");
    here.acme().setAway("ada");
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    assertThat(here.published.statusOf("acme", "ada")).isEqualTo(AWAY);
  }

  @Test
  void setActiveClearsManualAwayAtOnce() {
    connected(here, "ada");
    here.acme().setAway("ada");
    cluster.passSeconds(1);
    here.acme().setActive("ada");
    cluster.settle();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY, ACTIVE);
  }

  @Test
  void setActiveLetsTheTabsDecide() {
    PresenceConnection tab = connected(here, "ada");
    tab.setActivity(Activity.AWAY);
    here.acme().setActive("ada");
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void manualAwayHoldsOverTabsNodesAndReconnects() {
    PresenceConnection tab = connected(here, "ada");
    here.acme().setAway("ada");
    cluster.passSeconds(1);
    PresenceConnection second = there.connect("ada");
    tab.leave();
    cluster.passSeconds(1);
    second.setActivity(Activity.AWAY);
    second.setActivity(Activity.ACTIVE);
    second.leave();
    cluster.passSeconds(100);
    connected(here, "ada");
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY, OFFLINE, AWAY);
  }

  @Test
  void manualAwayHoldsWhenAllNodesAreNew() {
    connected(here, "ada");
    here.await(here.acme().setAway("ada"));
    here.crash();
    there.crash();
    cluster.passSeconds(200);
    ClusterNode fresh = cluster.start("fresh");
    RecordingListener first = fresh.listen();
    fresh.connect("ada");
    assertThat(first.historyOf("ada")).containsExactly(AWAY);
  }

  @Test
  void manualAwayBringsNobodyOnline() {
    here.await(here.acme().setAway("ada"));
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).isEmpty();
    assertThat(here.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aNodeThatDoesNotViewTheWorkspaceMaySetManually() {
    connected(here, "ada");
    ClusterNode third = cluster.start("third");
    third.await(third.acme().setAway("ada"));
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    cluster.passSeconds(1);
    third.await(third.acme().setActive("ada"));
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void ofTwoNodesTheLaterActWins() {
    connected(here, "ada");
    here.acme().setAway("ada");
    cluster.passMillis(1);
    there.acme().setActive("ada");
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(here.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void anActOfANodeWhoseClockIsBehindWinsWhenItIsLater() {
    connected(here, "ada");
    here.await(here.acme().setAway("ada"));
    cluster.passSeconds(1);
    cluster.runtime.moveWallClock(Duration.ofMinutes(-10));
    cluster.passSeconds(2);
    there.await(there.acme().setActive("ada"));
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(here.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void setOfflineEndsAllConnectionsOnAllNodes() {
    PresenceConnection one = here.connect("ada");
    PresenceConnection two = here.connect("ada");
    PresenceConnection three = there.connect("ada");
    cluster.passSeconds(1);
    there.acme().setOffline("ada");
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    for (PresenceConnection tab : new PresenceConnection[] {one, two, three}) {
      assertThat(tab.ended()).isCompletedWithValue(PresenceConnection.End.SET_OFFLINE);
      assertThat(tab.isOpen()).isFalse();
    }
  }

  @Test
  void setOfflineEndsConnectionsInTheirGraceToo() {
    PresenceConnection tab = connected(here, "ada");
    tab.disconnected();
    cluster.passSeconds(1);
    there.acme().setOffline("ada");
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void setOfflineDoesNotHarmOthers() {
    connected(here, "ada");
    PresenceConnection other = connected(here, "bob");
    there.acme().setOffline("ada");
    cluster.passSeconds(60);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE);
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatIsOpenedAfterSetOfflineCounts() {
    connected(here, "ada");
    there.await(there.acme().setOffline("ada"));
    here.connect("ada");
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE, ACTIVE);
  }

  @Test
  void aConnectionThatIsOpenedInTheSameMomentAsSetOfflineCounts() {
    connected(here, "ada");
    here.acme().setOffline("ada");
    PresenceConnection again = here.acme().connect("ada");
    cluster.passSeconds(60);
    assertThat(again.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void setOfflineForgetsManualAway() {
    connected(here, "ada");
    here.await(here.acme().setAway("ada"));
    here.await(here.acme().setOffline("ada"));
    cluster.passSeconds(1);
    connected(there, "ada");
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY, OFFLINE, ACTIVE);
  }

  @Test
  void setOfflineReachesANodeThatStartsLater() {
    connected(here, "ada");
    there.await(there.acme().setOffline("ada"));
    ClusterNode late = cluster.start("late");
    RecordingListener first = late.listen();
    assertThat(first.historyOf("ada")).isEmpty();
  }

  @Test
  void whatWasSetManuallyIsForgottenAfterItsTime() {
    PresenceOptions options =
        PresenceOptions.defaults().toBuilder().manualStatusTtl(Duration.ofMinutes(2)).build();
    ManualCluster forgetful = new ManualCluster(options);
    ClusterNode node = forgetful.start("node");
    RecordingListener local = node.listen();
    node.await(node.acme().setAway("ada"));
    forgetful.passSeconds(121);
    node.connect("ada");
    assertThat(local.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void whatTheStoreForgotIsWrittenBack() {
    connected(here, "ada");
    here.await(here.acme().setAway("ada"));
    cluster.storeForgets();
    cluster.passSeconds(35);
    ClusterNode late = cluster.start("late");
    RecordingListener first = late.listen();
    assertThat(first.historyOf("ada")).containsExactly(AWAY);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY);
  }

  @Test
  void anActWhoseMessageWasLostIsSeenAfterAHeartbeatAndASecond() {
    connected(here, "ada");
    there.door.loseFeed(true);
    here.await(here.acme().setAway("ada"));
    there.door.loseFeed(false);
    cluster.passSeconds(31);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void setOfflineThatIsAnsweredLateEndsNoConnectionThatIsOpenedAfterIt() {
    PresenceConnection before = connected(here, "ada");
    there.door.slowDown(Duration.ofSeconds(4));
    CompletableFuture<Void> stored = there.acme().setOffline("ada");
    cluster.passSeconds(9);
    assertThat(stored).isCompleted();
    assertThat(before.isOpen()).isFalse();
    PresenceConnection after = here.connect("ada");
    cluster.passSeconds(20);
    assertThat(after.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aNodeWhoseAnswersAllComeLateReadsTheStatusesOnlyOnce() {
    here.await(here.acme().setAway("ada"));
    ClusterNode slow = new ClusterNode(cluster, "slow", PresenceOptions.defaults());
    slow.door.slowDown(Duration.ofMillis(2_500));
    RecordingListener late = new RecordingListener();
    slow.acme().subscribe(late);
    cluster.passSeconds(20);
    slow.acme().connect("ada");
    cluster.passSeconds(1);
    assertThat(late.statusOf("ada")).isEqualTo(AWAY);
    int reads = slow.door.readsOfRegisters();
    cluster.passSeconds(60);
    assertThat(slow.door.readsOfRegisters()).isEqualTo(reads);
  }

  private PresenceConnection connected(ClusterNode node, String userId) {
    PresenceConnection tab = node.connect(userId);
    cluster.passSeconds(1);
    return tab;
  }
}
