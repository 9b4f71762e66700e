package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Activity;
import dev.presence.testkit.RecordingListener;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** U11: a node that stops in an orderly way. */
class TrackerDrainTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode stopping = cluster.start("stopping");
  private final ClusterNode staying = cluster.start("staying");
  private final RecordingListener listener = staying.listen();

  @Test
  void aUserWhoComesBackElsewhereIsInvisible() {
    stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.closeAsync());
    cluster.passSeconds(14);
    staying.connect("ada");
    cluster.passSeconds(200);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aUserWhoDoesNotComeBackIsOfflineAfterTheDrainTime() {
    stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.closeAsync());
    cluster.passSeconds(14);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(3);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void whoIsBackElsewhereIsWhatTheNewConnectionSays() {
    stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.drain());
    staying.acme().connect("ada", Activity.AWAY);
    cluster.settle();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, AWAY);
  }

  @Test
  void aUserWhoIsSetOfflineElsewhereWhileTheNodeDrainsLosesTheConnection() {
    PresenceConnection tab = stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.drain());
    staying.await(staying.acme().setOffline("ada"));
    cluster.passSeconds(1);
    assertThat(tab.isOpen()).isFalse();
    assertThat(tab.ended()).isCompletedWithValue(PresenceConnection.End.SET_OFFLINE);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
    stopping.await(stopping.tracker.closeAsync());
  }

  @Test
  void aRollingRestartIsInvisible() {
    stopping.connect("ada");
    stopping.connect("bob");
    staying.connect("cid");
    RecordingListener watcher = cluster.start("watcher").listen();
    stopping.await(stopping.tracker.closeAsync());
    ClusterNode fresh = cluster.start("fresh");
    cluster.passSeconds(2);
    fresh.connect("ada");
    fresh.connect("bob");
    cluster.passSeconds(20);
    staying.await(staying.tracker.closeAsync());
    cluster.passSeconds(2);
    fresh.connect("cid");
    cluster.passSeconds(200);
    for (String user : new String[] {"ada", "bob", "cid"}) {
      assertThat(watcher.historyOf(user)).containsExactly(ACTIVE);
    }
  }

  @Test
  void handingOverShowsTheUsersUnchangedAndTakesNoNewOnes() {
    PresenceConnection tab = stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.drain());
    assertThat(tab.isOpen()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThatThrownBy(() -> stopping.acme().connect("bob"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNodeThatDrainsIsStillReadAndToldWhatIsSetManually() {
    stopping.connect("ada");
    cluster.passSeconds(1);
    stopping.await(stopping.tracker.drain());
    assertThat(stopping.statusOf("ada")).isEqualTo(ACTIVE);
    stopping.await(stopping.acme().setAway("ada"));
    assertThat(stopping.statusOf("ada")).isEqualTo(AWAY);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void closingEndsTheConnectionsThatAreLeft() {
    PresenceConnection tab = stopping.connect("ada");
    PresenceConnection lost = stopping.connect("bob");
    lost.disconnected();
    stopping.await(stopping.tracker.drain());
    stopping.await(stopping.tracker.closeAsync());
    assertThat(tab.ended()).isCompletedWithValue(PresenceConnection.End.TRACKER_CLOSED);
    assertThat(lost.ended()).isCompletedWithValue(PresenceConnection.End.TRACKER_CLOSED);
    assertThat(stopping.tracker.connection(tab.id())).isEmpty();
  }

  @Test
  void theLastChangesBeforeTheStopAreStored() {
    PresenceConnection tab = stopping.connect("ada");
    cluster.passSeconds(1);
    tab.setActivity(Activity.AWAY);
    stopping.acme().connect("bob");
    stopping.await(stopping.tracker.closeAsync());
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    assertThat(listener.statusOf("bob")).isEqualTo(ACTIVE);
  }

  @Test
  void aUserWhoLeftJustBeforeTheStopIsOfflineAtOnce() {
    PresenceConnection tab = stopping.connect("ada");
    cluster.passSeconds(1);
    tab.leave();
    stopping.await(stopping.tracker.closeAsync());
    cluster.settle();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aUserWhoLeftBeforeTheStoreAnsweredIsOfflineWhenTheNodeStops() {
    stopping.door.set(FaultyDoor.Way.SLOW);
    PresenceConnection tab = stopping.connect("ada");
    cluster.passMillis(600);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    tab.leave();
    stopping.tracker.closeAsync();
    cluster.passSeconds(2);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void whatWasSetManuallyJustBeforeTheStopIsStored() {
    staying.connect("ada");
    cluster.passSeconds(1);
    stopping.acme().setAway("ada");
    stopping.await(stopping.tracker.closeAsync());
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
  }

  @Test
  void handingOverCompletesAfterOneStoreTimeoutWhenTheStoreIsAway() {
    stopping.connect("ada");
    stopping.door.set(FaultyDoor.Way.SILENT);
    CompletableFuture<Void> drained = stopping.tracker.drain();
    cluster.passMillis(1_999);
    assertThat(drained).isNotDone();
    cluster.passMillis(1);
    assertThat(drained).isCompleted();
    stopping.await(stopping.tracker.closeAsync());
  }

  @Test
  void aNodeThatCouldNotDrainIsTakenForCrashed() {
    stopping.connect("ada");
    stopping.door.set(FaultyDoor.Way.SILENT);
    stopping.tracker.closeAsync();
    cluster.passSeconds(62);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
  }

  @Test
  void aNodeThatMissedTheMessageOfTheDrainStillEndsItsUsersInTime() {
    stopping.connect("ada");
    cluster.passSeconds(1);
    staying.door.loseFeed(true);
    stopping.await(stopping.tracker.closeAsync());
    staying.door.loseFeed(false);
    cluster.passSeconds(62);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
  }
}
