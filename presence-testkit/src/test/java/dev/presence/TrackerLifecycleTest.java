package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.FaultyDoor.Way;
import dev.presence.engine.LocalConnection;
import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.WorkspacePresence;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** M14: a tracker from its start to its end, and what it leaves behind. */
class TrackerLifecycleTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode node = cluster.start("node");

  @Test
  void aTrackerIsReadyWhenTheStoreHasAnswered() {
    assertThat(node.tracker.ready()).isCompleted();
    assertThat(node.tracker.health().isConnected()).isTrue();
    assertThat(node.tracker.health().isStale()).isFalse();
    assertThat(node.tracker.health().silence()).isZero();
  }

  @Test
  void aTrackerStartsWhileTheStoreIsAwayAndIsReadyLater() {
    ClusterNode cut = new ClusterNode(cluster, "cut", node.tracker.options());
    cut.door.set(Way.REFUSED);
    PresenceTracker late =
        PresenceTracker.builder().store(cut.door).runtime(cluster.runtime).build();
    cluster.passSeconds(10);
    assertThat(late.ready()).isNotDone();
    assertThat(late.health().isConnected()).isFalse();
    assertThat(late.health().isStale()).isTrue();
    cut.door.set(Way.OPEN);
    cluster.passSeconds(1);
    assertThat(late.ready()).isCompleted();
  }

  @Test
  void everyStartIsANewIncarnation() {
    assertThat(cluster.start("node").tracker.nodeId()).isNotEqualTo(node.tracker.nodeId());
  }

  @Test
  void nothingIsTakenForAnythingElse() {
    Workspace acme = node.acme();
    List<ThrowingCallable> calls =
        List.of(
            () -> PresenceTracker.builder().store(null),
            () -> PresenceTracker.builder().observer(null),
            () -> node.tracker.join(null),
            () -> acme.subscribe(null),
            () -> acme.connect("ada", (Activity) null),
            () -> acme.connect("ada").setActivity(null),
            () -> ConnectOptions.refreshedWithin(null));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(NullPointerException.class).message().isNotBlank();
    }
  }

  @Test
  void afterTheEndEverythingIsRefused() {
    PresenceConnection tab = node.connect("ada");
    Workspace acme = node.acme();
    node.await(node.tracker.closeAsync());
    List<ThrowingCallable> calls =
        List.of(
            () -> acme.connect("ada"),
            () -> acme.connect("ada", Activity.AWAY),
            () -> acme.setAway("ada"),
            () -> acme.setActive("ada"),
            () -> acme.setOffline("ada"),
            () -> acme.getStatus("ada"),
            () -> acme.getPresence(List.of("ada")),
            acme::open,
            acme::snapshot,
            () -> acme.subscribe(new RecordingListener()),
            () -> node.tracker.join((event, viewers) -> {}));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    tab.setActivity(Activity.AWAY);
    tab.disconnected();
    tab.leave();
    cluster.passSeconds(10);
    assertThat(tab.ended()).isCompletedWithValue(PresenceConnection.End.TRACKER_CLOSED);
  }

  @Test
  void endingTwiceIsEndingOnce() {
    CompletableFuture<Void> first = node.tracker.closeAsync();
    CompletableFuture<Void> second = node.tracker.closeAsync();
    cluster.settle();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(node.tracker.drain()).isCompleted();
    node.tracker.close();
  }

  @Test
  void theTrackerClosesItsStore() {
    node.await(node.tracker.closeAsync());
    assertThat(node.door.isClosed()).isTrue();
  }

  @Test
  void nothingIsLeftToDoAfterTheEnd() {
    node.listen();
    node.connect("ada").disconnected();
    node.acme().connect("bob", ConnectOptions.refreshedWithin(Duration.ofSeconds(20)));
    node.acme().setAway("cid");
    node.tracker.workspace("other").connect("dan");
    cluster.passSeconds(1);
    node.await(node.tracker.closeAsync());
    cluster.passSeconds(3);
    assertThat(cluster.runtime.pending()).isZero();
  }

  @Test
  void nothingIsLeftToDoAfterAnEndDuringAnOutage() {
    node.listen();
    node.connect("ada").disconnected();
    node.door.set(Way.SILENT);
    node.acme().setAway("ada");
    cluster.passSeconds(10);
    node.tracker.workspace("other").connect("dan");
    cluster.passSeconds(1);
    CompletableFuture<Void> stopped = node.tracker.closeAsync();
    cluster.passSeconds(2);
    assertThat(stopped).isCompleted();
    cluster.passSeconds(5);
    assertThat(cluster.runtime.pending()).isZero();
  }

  @Test
  void aReadThatWaitsForTheViewIsAnsweredOrFailsWhenTheTrackerEnds() {
    cluster.start("other").connect("bob");
    node.door.set(Way.SLOW);
    RecordingListener listener = new RecordingListener();
    node.acme().subscribe(listener);
    cluster.passMillis(1_200); // the first sync is answered, the other node is being read
    CompletableFuture<?> absent = node.acme().getStatus("bob");
    CompletableFuture<WorkspacePresence> everybody = node.acme().snapshot();
    node.tracker.closeAsync();
    cluster.passSeconds(3);
    assertThat(absent).isCompletedExceptionally();
    assertThat(everybody).isCompleted();
    assertThat(everybody.join().stale()).isTrue();
  }

  @Test
  void aReadThatWaitsForTheStoreFailsWhenTheTrackerEnds() {
    node.door.set(Way.SILENT);
    CompletableFuture<?> status = node.acme().getStatus("ada");
    CompletableFuture<?> viewed = node.tracker.workspace("other").snapshot();
    node.tracker.closeAsync();
    cluster.settle();
    assertThat(status).as("there is nobody to hand over").isNotDone();
    cluster.passSeconds(2);
    assertThat(viewed).isDone();
    assertThat(status).isCompletedExceptionally();
  }

  @Test
  void aWriteThatTheStoreNeverGotFailsWhenTheTrackerEnds() {
    PresenceConnection tab = node.connect("ada");
    node.door.set(Way.SILENT);
    tab.setActivity(Activity.AWAY);
    CompletableFuture<Void> synced = tab.flush();
    CompletableFuture<Void> away = node.acme().setAway("ada");
    cluster.passSeconds(10);
    node.tracker.closeAsync();
    cluster.passSeconds(10);
    assertThat(synced).isCompletedExceptionally();
    assertThat(away).isCompletedExceptionally();
    assertThatThrownBy(away::join).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aWorkspaceThatNobodyNeedsIsForgottenWithinAHeartbeat() {
    RecordingListener listener = new RecordingListener();
    Subscription subscription = node.acme().subscribe(listener);
    PresenceConnection tab = node.connect("ada");
    cluster.passSeconds(100);
    assertThat(node.tracker.node().openWorkspaces()).isEqualTo(1);
    tab.leave();
    cluster.passSeconds(100);
    assertThat(node.tracker.node().openWorkspaces()).as("there is a listener").isEqualTo(1);
    subscription.close();
    cluster.passSeconds(30);
    assertThat(node.tracker.node().openWorkspaces()).isZero();
    assertThat(cluster.storedWorkspaces()).isZero();
    assertThat(node.process.pending()).as("the probe, and the look at the shards").isEqualTo(2);
  }

  @Test
  void readsAndManualActsLeaveNoOwnerBehind() {
    node.statusOf("ada");
    node.await(node.acme().setAway("ada"));
    node.await(node.acme().snapshot());
    cluster.passSeconds(31);
    assertThat(node.tracker.node().openWorkspaces()).isZero();
  }

  @Test
  void aUserWhoComesBackToAForgottenWorkspaceIsSeen() {
    RecordingListener other = cluster.start("other").listen();
    for (int i = 0; i < 5; i++) {
      PresenceConnection tab = node.connect("ada");
      assertThat(other.statusOf("ada")).isEqualTo(ACTIVE);
      cluster.passSeconds(1);
      tab.leave();
      cluster.passSeconds(31 + i);
      assertThat(node.tracker.node().openWorkspaces()).isZero();
    }
  }

  @Test
  void callsThatTheEndOvertookAreRefusedToo() {
    LocalConnection late = new LocalConnection("id", "ada", Activity.ACTIVE, null, 0);
    CompletableFuture<Void> away = new CompletableFuture<>();
    node.await(node.tracker.closeAsync());
    node.tracker.node().submit("acme", owner -> owner.connect(late));
    node.tracker.node().submit("acme", owner -> owner.setStatus("ada", ManualStatus.away(), away));
    CompletableFuture<WorkspacePresence> snapshot = new CompletableFuture<>();
    node.tracker.node().submit("acme", owner -> owner.readAll(snapshot));
    cluster.passSeconds(5);
    assertThat(late.ended()).isCompletedWithValue(LocalConnection.End.TRACKER_CLOSED);
    assertThat(away).isCompletedExceptionally();
    assertThat(snapshot.join().stale()).isTrue();
    assertThat(node.tracker.node().openWorkspaces()).isZero();
    assertThat(cluster.runtime.pending()).isZero();
  }

  @Test
  void aSubscriptionThatOutlivesItsTrackerEndsQuietly() {
    Subscription subscription = node.acme().subscribe(new RecordingListener());
    cluster.passSeconds(1);
    node.await(node.tracker.closeAsync());
    subscription.close();
    cluster.passSeconds(3);
    assertThat(node.tracker.node().openWorkspaces()).isZero();
    assertThat(cluster.runtime.pending()).isZero();
  }
}
