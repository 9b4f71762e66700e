package dev.presence.transport;

import dev.presence.model.PresenceUpdate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How a transport joins a tracker: it carries what changed to the members who are connected <em>at
 * this node</em>. Other nodes hear of it through the store.
 *
 * <p>Called for every workspace in which this node has connections or listeners, in order for one
 * workspace and one call at a time, for several workspaces at once; never on a thread that holds a
 * lock of the tracker. Changes are already collected over a short time. A broadcaster that is slow
 * gets everything that it missed merged into one update; one that throws is logged, and what it was
 * given counts as told.
 */
@FunctionalInterface
public interface PresenceBroadcaster {

  /** Tells the members of {@code update.workspaceId()} at this node. */
  void broadcast(PresenceUpdate update);

  /**
   * The node drains: other nodes know that its users are on their way. Sends the clients at this
   * node away, so that they come back on another one; completes when that is done. The tracker
   * calls it once, when it is closed, and waits some seconds for it.
   */
  default CompletionStage<Void> drain() {
    return CompletableFuture.completedFuture(null);
  }
}
