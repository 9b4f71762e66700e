package dev.presence.testkit.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nobody who is connected is shown offline, not for a moment. */
final class StatusCheck {

  private final Cluster cluster;
  private final Checkers checkers;

  /** Until when nobody may see that these users change nodes. */
  private final Map<String, Long> moving = new HashMap<>();

  StatusCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  // ---------------------------------------------------------------- users of nodes that drain

  private static String key(String workspaceId, String userId) {
    return workspaceId + ' ' + userId;
  }

  /** The user's node drains, and the user will be back on another one before the given moment. */
  void moves(Held connection, long until) {
    moving.put(key(connection.workspaceId, connection.userId), until);
  }

  /** The user is back: for a moment more, nobody may have seen anything. */
  void arrived(String workspaceId, String userId) {
    long soon = cluster.now() + cluster.bounds.propagation();
    moving.computeIfPresent(key(workspaceId, userId), (user, until) -> Math.min(until, soon));
  }

  /** The user left meanwhile, or was set offline. */
  void gone(String workspaceId, String userId) {
    moving.remove(key(workspaceId, userId));
  }

  // ---------------------------------------------------------------- what viewers are shown

  void shownOffline(Viewer viewer, String userId) {
    String workspace = viewer.workspaceId;
    for (Held connection : cluster.truth(workspace).connections(userId)) {
      if (isFalse(viewer, connection)) {
        checkers.violation(
            viewer + " shows " + userId + " offline, who is connected to " + connection.node);
        return;
      }
    }
    Long until = moving.get(key(workspace, userId));
    if (until != null && cluster.now() < until && wasCalm(viewer, viewer.node)) {
      checkers.violation(viewer + " shows " + userId + " offline, who is moving to another node");
    }
  }

  private boolean isFalse(Viewer viewer, Held connection) {
    if (connection.mayBeEnded || connection.isGraceOver(cluster.now())) {
      return false;
    }
    if (connection.node == viewer.node) { // which may not yet have run the task that connects
      return cluster.now() - connection.openedAt > cluster.conditions.longestBunch
          || !hasLostOne(viewer, connection.userId);
    }
    // a view that has never been complete says so; a first look can be misled by wall clocks
    if (!viewer.wasComplete()
        || cluster.hidesJump(viewer.workspaceId, viewer.node, connection.node)) {
      return false;
    }
    long now = cluster.now();
    Line line = connection.node.line(viewer.workspaceId);
    long soon = cluster.bounds.propagation();
    if (line.absence.isExcused(now, soon) || connection.node.isPastHandover(now + soon)) {
      return false;
    }
    if (!hasLostOne(viewer, connection.userId)) {
      return true; // nothing else of the user ended that could have been seen first
    }
    boolean stored =
        connection.storedAt >= 0 && now - connection.storedAt > cluster.bounds.propagation();
    return stored && wasCalm(viewer, connection.node);
  }

  private boolean hasLostOne(Viewer viewer, String userId) {
    String workspaceId = viewer.workspaceId;
    Truth truth = cluster.truth(workspaceId);
    long now = cluster.now();
    List<Held> connections = truth.connections(userId);
    // who was cut off, or slept, learns of what happened meanwhile only now
    boolean late = !wasCalm(viewer, viewer.node);
    long since = Math.min(now, late ? cluster.troubledSince(workspaceId, viewer.node) : now);
    return truth.isUnsettled(userId, since)
        || connections.stream()
            .anyMatch(
                held ->
                    held.isGraceOver(now)
                        || held.node.isDraining()
                        || held.node
                            .line(workspaceId)
                            .absence
                            .isExcused(now, now - since + held.node.goneMillis()));
  }

  /** True when the viewer has had the time to learn all that this node says. */
  private boolean wasCalm(Viewer viewer, SimulatedNode holder) {
    long calm = cluster.calmSince(viewer.workspaceId, viewer.node, holder);
    long since = Math.max(calm, viewer.openedAt);
    return cluster.now() - since > cluster.bounds.catchUp(viewer.node, holder);
  }
}
