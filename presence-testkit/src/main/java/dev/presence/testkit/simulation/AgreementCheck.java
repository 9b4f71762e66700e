package dev.presence.testkit.simulation;

import dev.presence.model.PresenceStatus;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** After a quiet time, all nodes show the same, and that is so. */
final class AgreementCheck {

  private final Cluster cluster;
  private final Checkers checkers;

  AgreementCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  void check() {
    cluster.conditions.workspaces.forEach(this::check);
  }

  private void check(String workspaceId) {
    Map<String, PresenceStatus> first = null;
    for (SimulatedNode node : cluster.alive()) {
      Viewer viewer = node.viewer(workspaceId);
      if (viewer == null || !viewer.isOpen() || viewer.isStale()) {
        checkers.violation(node + " in " + workspaceId + " has no view that is not stale");
        continue;
      }
      Map<String, PresenceStatus> shown = viewer.online();
      if (first != null && !first.equals(shown)) {
        checkers.violation(
            viewer
                + " shows "
                + new TreeMap<>(shown)
                + " where another node shows "
                + new TreeMap<>(first));
      }
      first = first == null ? shown : first;
      check(viewer, shown);
    }
  }

  private void check(Viewer viewer, Map<String, PresenceStatus> shown) {
    Truth truth = cluster.truth(viewer.workspaceId);
    Set<String> users = new TreeSet<>(truth.users());
    users.addAll(shown.keySet());
    for (String user : users) {
      PresenceStatus is = shown.getOrDefault(user, PresenceStatus.OFFLINE);
      PresenceStatus should = truth.status(user);
      boolean isExact = isOrdered(viewer.workspaceId) && !truth.isUnsureByHand(user);
      boolean agrees = isExact ? is == should : is.isOnline() == should.isOnline();
      if (!agrees) {
        checkers.violation(
            viewer + " shows " + user + " " + is + " after the quiet, not " + should);
      }
    }
  }

  /**
   * What is set by hand has its order from the master's clock, and is kept there: a clock that
   * jumps can swap two acts, and a loss can undo one.
   */
  private boolean isOrdered(String workspaceId) {
    Master master = cluster.store.master(workspaceId);
    return master.clockMovedAt() == Trouble.NEVER && master.forgotAt() == Trouble.NEVER;
  }
}
