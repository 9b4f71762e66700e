package dev.presence.testkit.simulation;

import dev.presence.testkit.simulation.Truth.State;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a view shows that is not stale becomes right within a bound: soon when all was well, after
 * the heartbeats of both nodes when there was a disturbance, after its lease for a node that
 * crashed.
 */
final class MismatchCheck {

  private static final long SECOND = 1_000;

  private final Cluster cluster;
  private final Checkers checkers;

  /** Whose line was open at the look before: a master that has just come back is no contact. */
  private final Set<Viewer> inReach = new HashSet<>();

  private long longestGhost;

  MismatchCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  /** The longest time with contact for which somebody was shown who had gone. */
  long longestGhost() {
    return longestGhost;
  }

  /** A status was shown, or the truth changed. */
  void compare(Viewer viewer, String userId) {
    State state = cluster.truth(viewer.workspaceId).state(userId);
    boolean shown = viewer.status(userId).isOnline();
    boolean ghost = state == State.OFFLINE && shown;
    boolean absent = state == State.ONLINE && !shown;
    Map<String, Mismatch> known = viewer.mismatches;
    if (!ghost && !absent) {
      known.remove(userId);
      return;
    }
    Mismatch before = known.get(userId);
    if (before == null || before.ghost != ghost) {
      known.put(userId, new Mismatch(cluster.now(), ghost));
    }
  }

  /** To be called once per second for each viewer. */
  void look(Viewer viewer) {
    SimulatedNode node = viewer.node;
    boolean reach = node.process.isRunning() && node.line(viewer.workspaceId).isInReach();
    boolean contact = reach && inReach.contains(viewer);
    viewer.mismatches.forEach(
        (user, mismatch) -> {
          if (mismatch.reported) {
            return;
          }
          if (mismatch.ghost) {
            lookAtGhost(viewer, user, mismatch, contact);
          } else {
            lookForAbsent(viewer, user, mismatch);
          }
        });
    if (!reach && inReach.remove(viewer)) { // the last answer may have come before that look
      viewer.mismatches.values().forEach(one -> one.contact = Math.max(0, one.contact - SECOND));
    } else if (reach) {
      inReach.add(viewer);
    }
  }

  // ---------------------------------------------------------------- connected, and not shown

  private void lookForAbsent(Viewer viewer, String userId, Mismatch mismatch) {
    for (Held connection : cluster.truth(viewer.workspaceId).connections(userId)) {
      boolean counts = !connection.mayBeEnded && !connection.isGraceOver(cluster.now());
      if (counts && isOverdue(viewer, mismatch, connection)) {
        report(
            viewer,
            mismatch,
            "does not show %s, who is connected to %s since %.3f s"
                .formatted(userId, connection.node, connection.openedAt / 1000.0));
        return;
      }
    }
  }

  private boolean isOverdue(Viewer viewer, Mismatch mismatch, Held connection) {
    long now = cluster.now();
    SimulatedNode node = viewer.node;
    Bounds bounds = cluster.bounds;
    if (connection.node == node) { // never false about who is present here, stale or not
      long since = Math.max(connection.openedAt, node.trouble.calmSince());
      return now - Math.max(mismatch.since, since) > bounds.propagation();
    }
    if (viewer.isStale()
        || cluster.hidesJump(viewer.workspaceId, node, connection.node)
        || connection.node.isPastHandover(now + bounds.propagation())
        || connection.node.line(viewer.workspaceId).absence.isExcused(now, 0)) {
      return false;
    }
    long calm = cluster.calmSince(viewer.workspaceId, node, connection.node);
    long catchUp = bounds.catchUp(node, connection.node);
    long began = Math.max(mismatch.since, connection.openedAt);
    boolean wasCalm = calm + catchUp <= began;
    long from = Math.max(Math.max(calm, began), viewer.staleSince());
    return now - from > (wasCalm ? bounds.propagation(connection) : catchUp);
  }

  // ---------------------------------------------------------------- gone, and still shown

  private void lookAtGhost(Viewer viewer, String userId, Mismatch mismatch, boolean contact) {
    if (viewer.isStale()) {
      return;
    }
    mismatch.countAgainFrom(cluster.store.master(viewer.workspaceId).forgotAt());
    List<Held> ended = cluster.truth(viewer.workspaceId).ended(userId);
    if (ended.stream().allMatch(held -> wasToldInCalm(viewer, mismatch, held))) {
      long from = Math.max(mismatch.since, viewer.staleSince());
      if (cluster.now() - from > cluster.bounds.propagation()) {
        report(viewer, mismatch, "still shows " + userId + ", who left while all was well");
      }
    } else if (contact) {
      mismatch.contact += SECOND;
      longestGhost = Math.max(longestGhost, mismatch.contact);
      if (mismatch.contact > mostGhost(viewer, mismatch, ended)) {
        report(
            viewer,
            mismatch,
            "still shows %s after %d s of contact".formatted(userId, mismatch.contact / SECOND));
      }
    }
  }

  /** Ended by a node that could tell everybody at once. */
  private boolean wasToldInCalm(Viewer viewer, Mismatch mismatch, Held held) {
    SimulatedNode holder = held.node;
    long calm = cluster.calmSince(viewer.workspaceId, viewer.node, holder);
    long catchUp = cluster.bounds.catchUp(viewer.node, holder);
    return held.endedInOrder
        && !holder.isDraining()
        && calm + catchUp <= Math.min(held.endedAt, mismatch.since);
  }

  private long mostGhost(Viewer viewer, Mismatch mismatch, List<Held> ended) {
    long most = 0;
    for (Held held : ended) {
      most =
          Math.max(most, cluster.bounds.ghost(held.node, leasesMore(viewer, mismatch, held.node)));
      if (held.endedInOrder) { // a message that was lost is noticed with the next heartbeat
        most = Math.max(most, cluster.bounds.catchUp(viewer.node, held.node));
      }
    }
    return most;
  }

  /**
   * A store that lost data has no say on others, and who was taken for crashed learns of them anew:
   * each gives every node a whole lease more.
   */
  private int leasesMore(Viewer viewer, Mismatch mismatch, SimulatedNode holder) {
    Line line = viewer.node.line(viewer.workspaceId);
    long now = cluster.now();
    long threeLeases = 3 * cluster.conditions.longestLease();
    long forgotAt = line.master.forgotAt();
    boolean lost = forgotAt >= mismatch.since || now - forgotAt <= threeLeases;
    boolean away =
        line.absence.isExcused(now, threeLeases)
            || holder.line(viewer.workspaceId).absence.isExcused(now, threeLeases);
    return (lost ? 1 : 0) + (away ? 1 : 0);
  }

  private void report(Viewer viewer, Mismatch mismatch, String text) {
    mismatch.reported = true;
    checkers.violation(viewer + " " + text);
  }
}
