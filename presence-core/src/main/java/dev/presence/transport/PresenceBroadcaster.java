package dev.presence.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A transport: carries events of workspaces to clients that are connected <em>at this node</em>.
 * Each client is a {@link Viewer}, which {@code Workspace.join} creates.
 *
 * <p>Viewers that need the same event share one call, so a transport encodes each event once. Each
 * viewer receives its events in order: the next one comes only after {@link Viewer#delivered()}.
 * Until then changes for it are merged by user, so a slow client costs little memory.
 */
@FunctionalInterface
public interface PresenceBroadcaster {

  /**
   * Sends this event to these viewers, and calls {@link Viewer#delivered()} of each of them when it
   * can take the next event. Called without locks, on a thread that may block, for several
   * workspaces at once. At most four calls of a transport run at the same time, once it has joined
   * with {@code PresenceTracker.join}; the others wait. So a transport whose clients can be slow
   * writes without blocking.
   *
   * <p>If it throws, that is logged, and each of these viewers receives a snapshot with the next
   * change, whether or not {@code delivered()} was called for it. So a transport catches the
   * failure of one client, and closes its viewer.
   *
   * <p>May be called before {@code Workspace.join} has returned the viewer; its {@linkplain
   * Viewer#attachment attachment} is there from the beginning.
   */
  void deliver(PresenceEvent event, List<Viewer> viewers);

  /**
   * The node drains: other nodes know that its users are on their way. Asks the clients at this
   * node to reconnect to another one; completes when that is done, on a thread that may run the
   * rest of the stop. The tracker calls it once, when it is closed, if the transport has joined
   * with {@code PresenceTracker.join}, and waits at most 5 seconds for it. From the start of the
   * drain on, {@code Workspace.connect} and {@code Workspace.join} throw {@code
   * IllegalStateException}: a transport answers clients that still come as it answers the others.
   */
  default CompletionStage<Void> drain() {
    return CompletableFuture.completedFuture(null);
  }
}
