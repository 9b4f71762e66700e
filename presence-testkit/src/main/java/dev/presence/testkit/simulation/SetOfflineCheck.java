package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code setOffline} ends every connection that was open when it was called, soon after it was
 * acknowledged, and no connection that was opened after that.
 */
final class SetOfflineCheck {

  /** A node reads the clock of a master once per second, and may miss one answer. */
  private static final long PROBE = 3_000;

  /** A call with a time further in the future was made before the master's clock went back. */
  private static final long FAR_IN_THE_FUTURE = 2_000;

  private final Cluster cluster;
  private final Checkers checkers;
  private final Map<String, List<SetOffline>> byUser = new HashMap<>();

  /** The latest time, on the master's clock, of what each user did. */
  private final Map<String, Long> latestTimes = new HashMap<>();

  private final List<SetOffline> pending = new ArrayList<>();

  SetOfflineCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  private static String key(String workspaceId, String userId) {
    return workspaceId + ' ' + userId;
  }

  private List<SetOffline> of(Held connection) {
    return byUser.getOrDefault(key(connection.workspaceId, connection.userId), List.of());
  }

  SetOffline called(SimulatedNode node, String workspaceId, String userId) {
    long clockError = cluster.bounds.clockError();
    long storeNow = cluster.store.master(workspaceId).clock();
    SetOffline act = new SetOffline(node, workspaceId, cluster.now(), storeNow, clockError);
    cluster.truth(workspaceId).connections(userId).forEach(act::mustEnd);
    byUser.computeIfAbsent(key(workspaceId, userId), key -> new ArrayList<>()).add(act);
    pending.add(act);
    acted(node, workspaceId, userId);
    return act;
  }

  /** The user connected, or something was set by hand. Returns the latest time that it can have. */
  long acted(SimulatedNode node, String workspaceId, String userId) {
    Master master = cluster.store.master(workspaceId);
    long missed = isOnUnknownClock(node, workspaceId, cluster.now()) ? master.lastJump() : 0;
    long latest = master.clock() - Math.min(0, missed);
    return latestTimes.merge(key(workspaceId, userId), latest, Math::max);
  }

  /** A connection that is opened while such a call is under way may be ended by it or not. */
  void connected(Held connection) {
    connection.storeTime = cluster.store.master(connection.workspaceId).clock();
    acted(connection.node, connection.workspaceId, connection.userId);
    connection.opensView = !of(connection).isEmpty() && opensView(connection);
    for (SetOffline act : of(connection)) {
      connection.mayBeEnded |= act.mayEnd(connection.openedAt);
    }
  }

  void ended(Held connection, End end) {
    if (end == End.SET_OFFLINE
        && !isOnUnknownClock(connection)
        && of(connection).stream().noneMatch(act -> mayEnd(act, connection))) {
      checkers.violation(
          "%s was connected to %s in %s at %.3f s, and is ended by an older setOffline"
              .formatted(
                  connection.userId,
                  connection.node,
                  connection.workspaceId,
                  connection.openedAt / 1000.0));
    }
  }

  private boolean opensView(Held connection) {
    Viewer viewer = connection.node.viewer(connection.workspaceId);
    return viewer == null
        ? !cluster.isConnectedTo(connection.node, connection.workspaceId)
        : !viewer.wasComplete();
  }

  /**
   * True for calls while which, or before which, the connection was opened. And for an older one
   * that the connection's node learned of only afterwards, if the master's clock went back so that
   * it has the time of a call that was made just now at another node.
   */
  private boolean mayEnd(SetOffline act, Held connection) {
    long storeNow = cluster.store.master(connection.workspaceId).clock();
    return act.mayEnd(connection.openedAt)
        || (connection.opensView && act.seemsLaterThan(connection, storeNow, FAR_IN_THE_FUTURE));
  }

  /**
   * True when the master's clock went back while the connection's node was out of reach, so that
   * nobody could know that the connection has a later time than the call.
   */
  private boolean isUnknownToAll(SetOffline act, Held connection) {
    Line line = connection.node.line(connection.workspaceId);
    long since = cluster.now() - act.calledAt();
    boolean moved = line.master.clockMovedAt() >= connection.openedAt;
    return (moved && line.absence.isExcused(cluster.now(), since)) || isOnUnknownClock(connection);
  }

  /**
   * True when the connection's node had called it too, before the connection, and both calls waited
   * for the store at the same time. Then the call here spares the connection and may be stored with
   * a later time than the other one.
   */
  private boolean isAfterPendingCall(SetOffline act, Held connection) {
    return of(connection).stream()
        .anyMatch(
            other ->
                other != act
                    && other.node == connection.node
                    && other.calledAt() <= connection.openedAt
                    && (!other.isAcknowledged() || other.acknowledgedAt() >= act.calledAt()));
  }

  /**
   * True for a connection that was opened after the master's clock had jumped, at a node that had
   * not read that clock since: which of two acts was later, nobody can know then.
   */
  private boolean isOnUnknownClock(Held connection) {
    return isOnUnknownClock(connection.node, connection.workspaceId, connection.openedAt);
  }

  private boolean isOnUnknownClock(SimulatedNode node, String workspaceId, long then) {
    long moved = cluster.store.master(workspaceId).clockMovedAt();
    long calm = cluster.calmSince(workspaceId, node);
    long known = Math.max(moved, calm) + PROBE + cluster.bounds.clockError();
    return moved != Trouble.NEVER && then <= known;
  }

  void look() {
    pending.removeIf(this::isSettled);
  }

  private boolean isSettled(SetOffline act) {
    act.toEnd.removeIf(connection -> isSettled(act, connection));
    return act.isAcknowledged() ? act.toEnd.isEmpty() : isOverdue(act);
  }

  /** True when the caller has waited too long for the store, and that is reported. */
  private boolean isOverdue(SetOffline act) {
    if (!act.node.isAlive() || act.node.isDraining()) {
      return true;
    }
    long calm = cluster.calmSince(act.workspaceId, act.node);
    long from = Math.max(calm, act.calledAt());
    boolean overdue = cluster.now() - from > cluster.bounds.catchUp(act.node);
    if (overdue) {
      checkers.violation(
          "setOffline at %s in %s, called at %.3f s, is not acknowledged"
              .formatted(act.node, act.workspaceId, act.calledAt() / 1000.0));
    }
    return overdue;
  }

  private boolean isSettled(SetOffline act, Held connection) {
    String workspace = connection.workspaceId;
    // a store that loses what it acknowledged loses this too, and who called may not be there
    boolean lost = cluster.store.master(workspace).forgotAt() >= act.calledAt();
    if (!connection.counts()
        || lost
        || isUnknownToAll(act, connection)
        || isAfterPendingCall(act, connection)) {
      return true;
    }
    if (!act.isAcknowledged()) {
      return false;
    }
    long now = cluster.now();
    long calm = cluster.calmSince(workspace, connection.node);
    long catchUp = cluster.bounds.catchUp(connection.node);
    boolean wasCalm = calm + catchUp <= act.calledAt();
    long most = wasCalm ? cluster.bounds.propagation() : catchUp;
    if (now - Math.max(calm, act.acknowledgedAt()) <= most) {
      return false;
    }
    checkers.violation(
        "%s is still connected to %s in %s, though setOffline was called at %.3f s and acknowledged"
            .formatted(connection.userId, connection.node, workspace, act.calledAt() / 1000.0));
    return true;
  }
}
