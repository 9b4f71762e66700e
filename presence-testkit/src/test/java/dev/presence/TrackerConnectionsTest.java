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

/** M1, M2, M3, M5, U1, U3, U6, U7: what tabs and sockets come to, seen from another node. */
class TrackerConnectionsTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");
  private final RecordingListener listener = there.listen();

  @Test
  void aUserWithoutConnectionIsOffline() {
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    assertThat(here.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aUserWhoConnectsIsActiveAtOnceForEveryMemberOnEveryNode() {
    RecordingListener local = here.listen();
    here.connect("ada");
    assertThat(local.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(there.published.statusOf("acme", "ada")).isEqualTo(ACTIVE);
    assertThat(here.published.statusOf("acme", "ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aUserWhoLeavesIsOfflineAtOnce() {
    PresenceConnection tab = connected("ada");
    tab.leave();
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void closingIsLeaving() {
    try (PresenceConnection tab = connected("ada")) {
      assertThat(tab.isOpen()).isTrue();
    }
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void closingOneOfTwoTabsIsInvisible() {
    PresenceConnection first = connected("ada");
    here.connect("ada");
    first.leave();
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void closingOneOfTwoTabsOnDifferentNodesIsInvisible() {
    PresenceConnection first = connected("ada");
    there.connect("ada");
    first.leave();
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aUserWhoseSocketIsLostIsOfflineExactlyAtTheEndOfTheGrace() {
    PresenceConnection tab = connected("ada");
    tab.disconnected();
    cluster.passMillis(4_999);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passMillis(1);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void losingASocketTwiceDoesNotLengthenTheGrace() {
    PresenceConnection tab = connected("ada");
    tab.disconnected();
    cluster.passSeconds(3);
    tab.disconnected();
    cluster.passSeconds(2);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aReturnWithinTheGraceIsInvisible() {
    PresenceConnection tab = connected("ada");
    tab.disconnected();
    cluster.passMillis(4_900);
    here.connect("ada");
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aReturnOnAnotherNodeWithinTheGraceIsInvisible() {
    PresenceConnection tab = connected("ada");
    tab.disconnected();
    cluster.passMillis(4_900);
    there.connect("ada");
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void leavingDuringTheGraceIsOfflineAtOnce() {
    PresenceConnection tab = connected("ada");
    tab.disconnected();
    cluster.passSeconds(1);
    tab.leave();
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void withoutGraceALostSocketIsOfflineAtOnce() {
    ManualCluster strict =
        new ManualCluster(PresenceOptions.defaults().toBuilder().grace(Duration.ZERO).build());
    ClusterNode node = strict.start("node");
    RecordingListener local = node.listen();
    PresenceConnection tab = node.connect("ada");
    strict.passSeconds(1);
    tab.disconnected();
    strict.settle();
    assertThat(local.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aHiddenTabIsAwayAtOnceAndAVisibleOneActiveAtOnce() {
    PresenceConnection tab = connected("ada");
    tab.setActivity(Activity.AWAY);
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    cluster.passSeconds(1);
    tab.setActivity(Activity.ACTIVE);
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aUserWithOneAwayAndOneActiveTabIsActive() {
    PresenceConnection tab = connected("ada");
    PresenceConnection other = there.acme().connect("ada", Activity.AWAY);
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    tab.setActivity(Activity.AWAY);
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    cluster.passSeconds(1);
    other.setActivity(Activity.ACTIVE);
    cluster.settle();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY, ACTIVE);
  }

  @Test
  void devicesThatSayTheSameAgainAreInvisible() {
    PresenceConnection tab = connected("ada");
    PresenceConnection other = there.connect("ada");
    for (int i = 0; i < 20; i++) {
      tab.setActivity(Activity.AWAY);
      cluster.passMillis(150);
      tab.setActivity(Activity.ACTIVE);
      cluster.passMillis(150);
      other.setActivity(Activity.ACTIVE);
      cluster.passMillis(150);
    }
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aHiddenTabThatReconnectsStaysAway() {
    PresenceConnection tab = here.acme().connect("ada", Activity.AWAY);
    cluster.passSeconds(1);
    tab.disconnected();
    cluster.passSeconds(2);
    there.acme().connect("ada", Activity.AWAY);
    cluster.passSeconds(60);
    assertThat(listener.historyOf("ada")).containsExactly(AWAY);
  }

  @Test
  void nobodyOutsideTheWorkspaceReceivesChangesOfIt() {
    RecordingListener outside = new RecordingListener();
    there.tracker.workspace("other").subscribe(outside);
    cluster.passSeconds(1);
    here.connect("ada");
    cluster.passSeconds(60);
    assertThat(outside.members()).isEmpty();
    assertThat(there.published.members("other")).isEmpty();
    assertThat(there.await(there.tracker.workspace("other").getStatus("ada"))).isEqualTo(OFFLINE);
  }

  @Test
  void aConnectionThatHasEndedChangesNothingMore() {
    PresenceConnection tab = connected("ada");
    tab.leave();
    cluster.passSeconds(1);
    tab.setActivity(Activity.AWAY);
    tab.disconnected();
    tab.leave();
    cluster.passSeconds(60);
    assertThat(tab.isOpen()).isFalse();
    assertThat(tab.heartbeat()).isFalse();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
  }

  @Test
  void aConnectionSaysWhyItEnded() {
    PresenceConnection left = here.connect("ada");
    PresenceConnection lost = here.connect("bob");
    left.leave();
    lost.disconnected();
    cluster.settle();
    assertThat(left.ended()).isCompletedWithValue(PresenceConnection.End.LEFT);
    assertThat(lost.ended()).isNotDone();
    assertThat(lost.isOpen()).isFalse();
    cluster.passSeconds(5);
    assertThat(lost.ended()).isCompletedWithValue(PresenceConnection.End.DISCONNECTED);
  }

  @Test
  void aConnectionIsFoundByItsIdAtItsNodeUntilItEnds() {
    PresenceConnection tab = here.connect("ada");
    assertThat(here.tracker.connection(tab.id())).containsSame(tab);
    assertThat(there.tracker.connection(tab.id())).isEmpty();
    assertThat(tab.userId()).isEqualTo("ada");
    assertThat(tab.workspaceId()).isEqualTo("acme");
    tab.leave();
    cluster.settle();
    assertThat(here.tracker.connection(tab.id())).isEmpty();
  }

  @Test
  void aConnectionIsSyncedWhenTheStoreHasIt() {
    PresenceConnection tab = here.acme().connect("ada");
    assertThat(tab.flush()).isNotDone();
    here.await(tab.flush());
    assertThat(there.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aConnectionIsSyncedWithTheWriteThatIsUnderWay() {
    here.door.set(FaultyDoor.Way.SLOW);
    PresenceConnection tab = here.connect("ada");
    cluster.passMillis(700);
    CompletableFuture<Void> synced = tab.flush();
    assertThat(there.statusOf("ada")).as("written, and not answered").isEqualTo(ACTIVE);
    assertThat(synced).isNotDone();
    cluster.passMillis(400);
    assertThat(synced).isCompleted();
  }

  /** Long enough after the last update that the next one goes out at once. */
  private PresenceConnection connected(String userId) {
    PresenceConnection tab = here.connect(userId);
    cluster.passSeconds(1);
    return tab;
  }

  @Test
  void aConnectionThatIsLostAsItsRefreshComesDueEndsAfterTheGrace() {
    PresenceConnection[] phone = new PresenceConnection[1];
    here.process.schedule(Duration.ofSeconds(20), () -> phone[0].disconnected());
    phone[0] = here.acme().connect("ada", ConnectOptions.refreshedWithin(Duration.ofSeconds(20)));
    cluster.passSeconds(10);
    assertThat(phone[0].heartbeat()).isTrue();
    cluster.passSeconds(16);
    assertThat(phone[0].ended()).isCompletedWithValue(PresenceConnection.End.DISCONNECTED);
  }
}
