package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.testkit.RecordingListener;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.ViewerOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M14: a callback that hangs, on the real threads of a tracker. */
class TrackerThreadsTest {

  private final InMemoryPresenceStore store = InMemoryPresenceStore.create();
  private final PresenceTracker tracker = PresenceTracker.builder().store(store).build();
  private final Workspace acme = tracker.workspace("acme");
  private final Thread test = Thread.currentThread();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    tracker.close();
  }

  @Test
  void aListenerThatHangsDoesNotDelayOthers() {
    acme.subscribe(new Hanging());
    RecordingListener other = new RecordingListener();
    acme.subscribe(other);
    acme.connect("ada");
    await().until(() -> other.statusOf("ada") == ACTIVE);
    acme.setAway("ada");
    await().until(() -> other.statusOf("ada") == AWAY);
  }

  @Test
  void aTransportThatHangsDoesNotDelayOthers() {
    PresenceBroadcaster hanging = (event, viewers) -> hang();
    tracker.join(hanging);
    RecordingListener other = new RecordingListener();
    acme.subscribe(other);
    acme.join(hanging, ViewerOptions.of("ada").build());
    for (int i = 0; i < 50; i++) {
      tracker.workspace("w" + i).join(hanging, ViewerOptions.of("ada").build());
    }
    acme.connect("ada");
    await().until(() -> other.statusOf("ada") == ACTIVE);
  }

  @Test
  void whatHangsOnAFutureDelaysNothing() {
    PresenceConnection tab = acme.connect("ada");
    for (int i = 0; i < 10; i++) {
      acme.getStatus("ada").thenRun(this::hang);
      acme.snapshot().thenRun(this::hang);
      tab.flush().thenRun(this::hang);
      acme.setAway("bob").thenRun(this::hang);
      tracker.workspace("unseen").getStatus("ada").thenRun(this::hang);
    }
    tab.ended().thenRun(this::hang);
    tab.leave();
    await().until(() -> statusOf("ada") == OFFLINE);
    acme.connect("cid");
    assertThat(statusOf("cid")).isEqualTo(ACTIVE);
  }

  @Test
  void aCallbackMayWaitForAnotherAnswer() throws Exception {
    acme.connect("ada");
    CompletableFuture<PresenceStatus> second =
        acme.getStatus("ada").thenApply(first -> statusOf("ada"));
    assertThat(second.get(5, SECONDS)).isEqualTo(ACTIVE);
  }

  @Test
  void aListenerMayCloseTheTracker() {
    AtomicBoolean closed = new AtomicBoolean();
    acme.subscribe(
        new PresenceListener() {
          @Override
          public void onSnapshot(WorkspacePresence workspace) {
            tracker.close();
            closed.set(true);
          }

          @Override
          public void onUpdate(PresenceUpdate update) {}
        });
    await().untilTrue(closed);
  }

  @Test
  void aCallbackMayCloseTheTracker() throws Exception {
    PresenceConnection tab = acme.connect("ada");
    tab.flush().thenRun(tracker::close).get(5, SECONDS);
    assertThat(tab.ended().get(5, SECONDS)).isEqualTo(PresenceConnection.End.TRACKER_CLOSED);
  }

  @Test
  void closingEndsTheThreads() {
    acme.connect("ada");
    assertThat(statusOf("ada")).isEqualTo(ACTIVE);
    tracker.close();
    await().until(() -> threads() == 0);
  }

  @Test
  void aTrackerWithoutAStoreHasOneOfItsOwn() throws Exception {
    try (PresenceTracker single = PresenceTracker.builder().build()) {
      single.ready().get(5, SECONDS);
      single.workspace("acme").connect("ada").flush().get(5, SECONDS);
      assertThat(single.workspace("acme").getStatus("ada").get(5, SECONDS)).isEqualTo(ACTIVE);
    }
  }

  private PresenceStatus statusOf(String userId) {
    return acme.getStatus(userId).orTimeout(5, SECONDS).join();
  }

  /** Hangs whoever calls, but for the test: a future that is complete already runs it here. */
  private void hang() {
    try {
      if (!Thread.currentThread().equals(test)) {
        release.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("presence-"))
        .count();
  }

  @Test
  void whatIsAskedOfAConnectionAfterTheEndFails() {
    PresenceConnection tab = acme.connect("ada");
    assertThat(tab.flush()).succeedsWithin(5, SECONDS);
    tracker.close();
    assertThat(tab.flush()).failsWithin(5, SECONDS);
    assertThat(tracker.node().openWorkspaces()).isZero();
  }

  private final class Hanging implements PresenceListener {
    @Override
    public void onSnapshot(WorkspacePresence workspace) {
      hang();
    }

    @Override
    public void onUpdate(PresenceUpdate update) {
      hang();
    }
  }
}
