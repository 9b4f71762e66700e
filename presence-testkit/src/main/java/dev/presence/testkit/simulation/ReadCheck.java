package dev.presence.testkit.simulation;

import dev.presence.model.Presence;
import dev.presence.model.StoreUnavailableException;
import dev.presence.testkit.simulation.Truth.State;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code getPresence} answers in time, and rightly once all has been well for long enough. */
final class ReadCheck {

  private final Cluster cluster;
  private final Checkers checkers;

  ReadCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  void read(SimulatedNode node, String workspaceId, List<String> users) {
    long asked = cluster.now();
    cluster
        .futures
        .track(node, "getPresence()", node.workspace(workspaceId).getPresence(users))
        .whenComplete((found, failure) -> answered(node, workspaceId, asked, found, failure));
  }

  private void answered(
      SimulatedNode node,
      String workspaceId,
      long asked,
      @Nullable Map<String, Presence> found,
      @Nullable Throwable failure) {
    long now = cluster.now();
    long timeout = node.options.storeTimeout().toMillis();
    if (now - Math.max(asked, node.trouble.calmSince()) > timeout + cluster.bounds.propagation()) {
      checkers.violation(node + " answered a read after " + (now - asked) + " ms");
    }
    boolean calm =
        asked - Math.max(node.startedAt, cluster.calmSince(workspaceId, node))
                > cluster.bounds.catchUp(node)
            && !cluster.conditions.slowest.isBeyondTimeout();
    if (found != null) {
      found.forEach((user, presence) -> check(node, workspaceId, user, presence, asked));
    } else if (calm && !node.isDraining() && !isOpening(node, workspaceId)) {
      checkers.violation(node + " could not read " + workspaceId + ": " + causeOf(failure));
    }
  }

  /**
   * A view that is still read, as after the first connection, cannot answer yet. The node keeps it
   * for a while when its only viewer has gone.
   */
  private boolean isOpening(SimulatedNode node, String workspaceId) {
    Viewer viewer = node.viewer(workspaceId);
    return viewer == null
        ? cluster.isConnectedTo(node, workspaceId)
            || cluster.now() - node.closedIncompleteAt(workspaceId)
                <= cluster.bounds.propagation() + cluster.bounds.load()
        : !viewer.isOpen() || viewer.isStale();
  }

  private void check(
      SimulatedNode node, String workspaceId, String userId, Presence presence, long asked) {
    Truth truth = cluster.truth(workspaceId);
    State state = truth.state(userId);
    Bounds bounds = cluster.bounds;
    if (state == State.ONLINE && !presence.isOnline()) {
      for (Held held : truth.connections(userId)) {
        long calm = Math.max(node.startedAt, cluster.calmSince(workspaceId, node, held.node));
        long since = Math.max(calm, held.openedAt);
        boolean excused =
            held.node.isPastHandover(cluster.now() + bounds.propagation())
                || held.node.line(workspaceId).absence.isExcused(cluster.now(), 0);
        if (!held.mayBeEnded && !excused && asked - since > bounds.catchUp(node, held.node)) {
          checkers.violation(node + " reads " + userId + " offline, who is at " + held.node);
          return;
        }
      }
    }
    if (state == State.OFFLINE
        && presence.isOnline()
        && asked - lastEnd(node, truth, workspaceId, userId) > 0) {
      checkers.violation(node + " reads " + userId + " online, who has long gone");
    }
  }

  /** From when on nobody can see the user any more. */
  private long lastEnd(SimulatedNode node, Truth truth, String workspaceId, String userId) {
    long until = Trouble.NEVER;
    for (Held held : truth.ended(userId)) {
      long since = Math.max(held.endedAt, cluster.calmSince(workspaceId, node));
      until = Math.max(until, since + 2 * cluster.bounds.ghost(held.node, 1));
    }
    return until;
  }

  private static String causeOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailableException
        ? String.valueOf(cause.getMessage())
        : "" + cause;
  }
}
