package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection.End;
import dev.presence.model.PresenceStatus;
import java.time.Duration;
import java.util.List;

/**
 * All that is compared with what is really so, all the time. Each check has a class of its own;
 * this one passes on to them what happens.
 */
final class Checkers implements Viewer.Watch {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What is slower to change is looked at less often, for speed. */
  private static final long HEALTH_MILLIS = 3_000;

  private final Cluster cluster;
  private final Journal journal;
  private final StatusCheck status;
  private final MismatchCheck mismatches;
  private final CompletenessCheck completeness;
  private final SetOfflineCheck setOffline;
  private final HealthCheck health;
  private final ReadCheck reads;
  private boolean over;

  Checkers(Cluster cluster, Journal journal) {
    this.cluster = cluster;
    this.journal = journal;
    this.status = new StatusCheck(cluster, this);
    this.mismatches = new MismatchCheck(cluster, this);
    this.completeness = new CompletenessCheck(cluster, this);
    this.setOffline = new SetOfflineCheck(cluster, this);
    this.health = new HealthCheck(cluster, this);
    this.reads = new ReadCheck(cluster, this);
  }

  void violation(String text) {
    journal.violation(cluster.now(), text);
  }

  long longestGhost() {
    return mismatches.longestGhost();
  }

  /** From now on everything is looked at once per second. */
  void begin() {
    if (over) {
      return;
    }
    boolean now = cluster.now() % HEALTH_MILLIS == 0;
    for (SimulatedNode node : cluster.alive()) {
      if (now && node.process.isRunning()) {
        health.look(node);
      }
      for (Viewer viewer : node.viewers.values()) {
        if (node.process.isRunning()) {
          completeness.look(viewer);
        }
        mismatches.look(viewer);
      }
    }
    setOffline.look();
    cluster.runtime.schedule(SECOND, this::begin);
  }

  /** After a quiet time everybody agrees. From now on, everybody leaves: nothing is compared. */
  void end() {
    new AgreementCheck(cluster, this).check();
    over = true;
  }

  // ---------------------------------------------------------------- what viewers are shown

  @Override
  public void opened(Viewer viewer) {
    for (String user : cluster.truth(viewer.workspaceId).users()) {
      mismatches.compare(viewer, user);
    }
  }

  @Override
  public void shown(Viewer viewer, String userId, PresenceStatus shown) {
    if (over) {
      return;
    }
    mismatches.compare(viewer, userId);
    if (!shown.isOnline()) {
      status.shownOffline(viewer, userId);
    }
  }

  @Override
  public void repeated(Viewer viewer, String userId, PresenceStatus shown) {
    violation(viewer + " was told twice in a row that " + userId + " is " + shown);
  }

  // ---------------------------------------------------------------- what users do

  /** Something is so of the user that was not so before. */
  void truthChanged(String workspaceId, String userId) {
    for (SimulatedNode node : cluster.alive()) {
      Viewer viewer = node.viewer(workspaceId);
      if (viewer != null && viewer.isOpen()) {
        mismatches.compare(viewer, userId);
      }
    }
  }

  void connected(Held connection) {
    setOffline.connected(connection);
  }

  void ended(Held connection, End end) {
    setOffline.ended(connection, end);
  }

  SetOffline setsOffline(SimulatedNode node, String workspaceId, String userId) {
    status.gone(workspaceId, userId);
    return setOffline.called(node, workspaceId, userId);
  }

  /** Something was set by hand. Returns the latest time on the master's clock that it can have. */
  long acted(SimulatedNode node, String workspaceId, String userId) {
    return setOffline.acted(node, workspaceId, userId);
  }

  void reads(SimulatedNode node, String workspaceId, List<String> users) {
    reads.read(node, workspaceId, users);
  }

  /** The user's node drains, and the user will be back on another one before the given moment. */
  void moves(Held connection, long until) {
    status.moves(connection, until);
  }

  void arrived(String workspaceId, String userId) {
    status.arrived(workspaceId, userId);
  }

  void gone(String workspaceId, String userId) {
    status.gone(workspaceId, userId);
  }
}
