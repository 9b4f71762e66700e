package dev.presence;

import dev.presence.model.PresenceUpdate;
import dev.presence.spi.PresenceObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application's observer, whose faults stay its own: none of them may end a heartbeat. */
final class GuardedObserver implements PresenceObserver {

  private static final Logger log = LoggerFactory.getLogger(GuardedObserver.class);

  private final PresenceObserver observer;

  GuardedObserver(PresenceObserver observer) {
    this.observer = observer;
  }

  @Override
  public void onStoreCall(String operation, Duration duration, @Nullable Throwable failure) {
    guarded(() -> observer.onStoreCall(operation, duration, failure));
  }

  @Override
  public void onStale(String shardId, boolean stale) {
    guarded(() -> observer.onStale(shardId, stale));
  }

  @Override
  public void onWorkspaceStale(String workspaceId, boolean stale) {
    guarded(() -> observer.onWorkspaceStale(workspaceId, stale));
  }

  @Override
  public void onUpdate(PresenceUpdate update) {
    guarded(() -> observer.onUpdate(update));
  }

  @Override
  public void onNodeGone(String workspaceId, String nodeId) {
    guarded(() -> observer.onNodeGone(workspaceId, nodeId));
  }

  @Override
  public void onRepair(String workspaceId, String reason) {
    guarded(() -> observer.onRepair(workspaceId, reason));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      log.error("A PresenceObserver failed; it is not called again for this event", e);
    }
  }
}
