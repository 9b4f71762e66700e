package dev.presence.testkit.simulation;

import java.util.HashSet;
import java.util.Set;

/** A view opens in time, and is stale no longer than a disturbance and its repair last. */
final class CompletenessCheck {

  private final Cluster cluster;
  private final Checkers checkers;
  private final Set<Viewer> reported = new HashSet<>();

  CompletenessCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  /** To be called once per second for each viewer. */
  void look(Viewer viewer) {
    if (reported.contains(viewer)) {
      return;
    }
    long now = cluster.now();
    Bounds bounds = cluster.bounds;
    SimulatedNode node = viewer.node;
    if (!viewer.isOpen()) {
      long timeout = node.options.storeTimeout().toMillis();
      long from = Math.max(viewer.openedAt, node.trouble.calmSince());
      report(viewer, now - from > timeout + bounds.propagation(), "has been shown nothing yet");
    } else if (viewer.isStale()) {
      long calm = cluster.calmSince(viewer.workspaceId, node);
      boolean wasCalm =
          calm + bounds.completion(node) <= viewer.openedAt
              && !cluster.mayHoldDeadRecord(viewer.workspaceId, node);
      long most = wasCalm ? bounds.propagation() + bounds.load() : bounds.completion(node);
      long records = cluster.recordsOfDrainedNodesEnd(viewer.workspaceId);
      long from = Math.max(Math.max(calm, records), viewer.staleSince());
      report(viewer, now - from > most, "is still stale, though nothing is wrong");
    }
  }

  private void report(Viewer viewer, boolean wrong, String text) {
    if (wrong) {
      reported.add(viewer);
      checkers.violation(viewer + " " + text);
    }
  }
}
