package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection;
import dev.presence.PresenceConnection.End;
import dev.presence.PresenceTracker;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The nodes of one simulated run, what their users do, and what is really so. */
final class Cluster {

  /** Wall clocks that are closer to each other than this are taken for equal. */
  private static final long MISLEADING_MILLIS = 5_000;

  final ManualRuntime runtime;
  final StoreWorld store;
  final Conditions conditions;
  final Bounds bounds;
  final List<SimulatedNode> nodes = new ArrayList<>();
  final PendingFutures futures = new PendingFutures();
  private final Map<String, Truth> truths = new LinkedHashMap<>();
  private final UnaryOperator<PresenceTracker.Builder> setup;
  final Checkers checkers;
  private final Journal journal;
  private List<SimulatedNode> alive = List.of();

  Cluster(
      ManualRuntime runtime,
      Conditions conditions,
      UnaryOperator<PresenceTracker.Builder> setup,
      Journal journal) {
    this.runtime = runtime;
    this.conditions = conditions;
    this.bounds = new Bounds(conditions);
    this.store = new StoreWorld(runtime, conditions);
    this.setup = setup;
    this.journal = journal;
    this.checkers = new Checkers(this, journal);
    for (String workspace : conditions.workspaces) {
      truths.put(workspace, new Truth(user -> checkers.truthChanged(workspace, user)));
    }
  }

  long now() {
    return runtime.ticks();
  }

  void step(String text) {
    journal.step(now(), text);
  }

  Truth truth(String workspaceId) {
    Truth truth = truths.get(workspaceId);
    if (truth == null) {
      throw new IllegalArgumentException("no workspace " + workspaceId);
    }
    return truth;
  }

  // ---------------------------------------------------------------- nodes

  SimulatedNode start() {
    return start(conditions.wallClock(store.random));
  }

  /** Starts a node whose wall clock is so far from the masters'. */
  SimulatedNode start(Duration wallClock) {
    String name = "N" + (nodes.size() + 1);
    ManualProcess process = runtime.process(name);
    process.moveWallClock(wallClock);
    process.bunch(conditions.bunch(store.random));
    PresenceOptions options = conditions.options(store.random);
    SimulatedStore link = store.store(process, options);
    PresenceTracker tracker =
        setup
            .apply(PresenceTracker.builder().runtime(process).store(link).options(options))
            .build();
    SimulatedNode node = new SimulatedNode(name, process, link, tracker, checkers);
    nodes.add(node);
    futures.track(node, "ready()", tracker.ready());
    aliveChanged();
    step(
        node
            + " starts, with a lease of "
            + node.leaseMillis() / 1_000
            + " s and wall clock "
            + wallClock);
    return node;
  }

  List<SimulatedNode> alive() {
    return alive;
  }

  List<SimulatedNode> open() {
    return alive.stream().filter(SimulatedNode::takesConnections).toList();
  }

  private void aliveChanged() {
    alive = nodes.stream().filter(SimulatedNode::isAlive).toList();
  }

  void crash(SimulatedNode node) {
    node.crashed();
    aliveChanged();
    truths.values().forEach(truth -> truth.crashed(node, now()));
    node.process.stop();
    node.store.lines().forEach(Line::cut);
  }

  /** Drains the node, and stops it that long afterwards; {@code sentAway} runs in between. */
  void stop(SimulatedNode node, Duration drain, Runnable sentAway) {
    node.drains();
    node.closeViews();
    futures
        .track(node, "drain()", node.tracker.drain())
        .whenComplete(
            (done, failure) -> {
              sentAway.run();
              runtime.schedule(drain, () -> shutdown(node));
            });
  }

  void shutdown(SimulatedNode node) {
    if (node.isAlive()) {
      futures
          .track(node, "shutdown()", node.tracker.closeAsync())
          .whenComplete(
              (closed, failure) -> {
                node.dead();
                aliveChanged();
              });
    }
  }

  // ---------------------------------------------------------------- users

  Held connect(SimulatedNode node, String workspaceId, String userId, Activity activity) {
    PresenceConnection handle = node.workspace(workspaceId).connect(userId, activity);
    Held connection = new Held(workspaceId, userId, node, handle, activity, now());
    Truth truth = truth(workspaceId);
    checkers.connected(connection);
    truth.add(connection);
    futures
        .track(node, "ended() of " + userId, handle.ended())
        .thenAccept(
            end -> {
              checkers.ended(connection, end);
              truth.ended(connection, now(), end != End.TRACKER_CLOSED);
            });
    futures
        .track(node, "synced() of " + userId, handle.flush())
        .thenAccept(done -> connection.storedAt = now());
    return connection;
  }

  /** True when somebody is connected to this workspace at the node. */
  boolean isConnectedTo(SimulatedNode node, String workspaceId) {
    Truth truth = truth(workspaceId);
    return truth.users().stream()
        .anyMatch(user -> truth.connections(user).stream().anyMatch(held -> held.node == node));
  }

  void setActivity(Held connection, Activity activity) {
    connection.activity = activity;
    connection.handle.setActivity(activity);
  }

  void leave(Held connection) {
    truth(connection.workspaceId).ended(connection, now(), connection.node.process.isRunning());
    connection.handle.leave();
  }

  void lose(Held connection) {
    connection.lostAt = now();
    connection.handle.disconnected();
  }

  void setAway(SimulatedNode node, String workspaceId, String userId, boolean away) {
    Truth truth = truth(workspaceId);
    truth.setAway(userId, away);
    checkers.acted(node, workspaceId, userId);
    truth.actBegins(userId);
    node.acting(
        futures
            .track(
                node,
                (away ? "setAway() of " : "setActive() of ") + userId,
                away
                    ? node.workspace(workspaceId).setAway(userId)
                    : node.workspace(workspaceId).setActive(userId))
            .whenComplete(
                (done, failure) -> {
                  truth.actEnded(userId, failure != null);
                  checkers.acted(node, workspaceId, userId);
                }));
  }

  void setOffline(SimulatedNode node, String workspaceId, String userId) {
    Truth truth = truth(workspaceId);
    SetOffline act = checkers.setsOffline(node, workspaceId, userId);
    truth.setOffline(userId, now());
    truth.actBegins(userId);
    node.acting(
        futures
            .track(
                node, "setOffline() of " + userId, node.workspace(workspaceId).setOffline(userId))
            .whenComplete(
                (done, failure) -> {
                  truth.actEnded(userId, failure != null);
                  if (failure == null) {
                    act.acknowledged(now(), checkers.acted(node, workspaceId, userId));
                  }
                }));
  }

  // ---------------------------------------------------------------- disturbances

  /**
   * True when the wall clocks of two nodes are apart by just as much as the master's clock jumped:
   * they seem to prove that it did not, and a first look believes that clock.
   */
  boolean hidesJump(String workspaceId, SimulatedNode viewer, SimulatedNode holder) {
    Master master = store.master(workspaceId);
    long apart = viewer.process.wallMillis() - holder.process.wallMillis();
    return master.lastJump() != 0 && Math.abs(apart - master.lastJump()) < MISLEADING_MILLIS;
  }

  /**
   * True when a node crashed and its clock or the master's is such that a first look does not
   * believe that its lease is over. What it wrote may have expired before its record.
   */
  boolean mayHoldDeadRecord(String workspaceId, SimulatedNode viewer) {
    boolean jumped = store.master(workspaceId).lastJump() != 0;
    return nodes.stream()
        .anyMatch(node -> node.hasCrashed() && (jumped || areClocksApart(node, viewer)));
  }

  /**
   * Until when the record of a drained node may outlive the partition that the master lost: for the
   * drain time. Before anything if the master has lost nothing since a node drained.
   */
  long recordsOfDrainedNodesEnd(String workspaceId) {
    long forgotAt = store.master(workspaceId).forgotAt();
    return nodes.stream()
        .mapToLong(node -> node.recordEndsAfterDrain(forgotAt))
        .max()
        .orElse(Trouble.NEVER);
  }

  private static boolean areClocksApart(SimulatedNode one, SimulatedNode other) {
    return one.process.wallMillis() != other.process.wallMillis();
  }

  /**
   * Since when nothing was wrong with the workspace's master, with these nodes or with the network
   * between them; {@link Trouble#NOT_YET} while something is.
   */
  long calmSince(String workspaceId, SimulatedNode one, SimulatedNode other) {
    return Math.max(calmSince(workspaceId, one), calmSince(workspaceId, other));
  }

  long calmSince(String workspaceId, SimulatedNode node) {
    Line line = node.line(workspaceId);
    long around = Math.max(store.trouble.calmSince(), line.master.trouble.calmSince());
    return Math.max(around, Math.max(node.trouble.calmSince(), line.trouble.calmSince()));
  }

  /** When that began which was wrong last between this node and the workspace's master. */
  long troubledSince(String workspaceId, SimulatedNode node) {
    Line line = node.line(workspaceId);
    long around = Math.min(sinceLast(store.trouble), sinceLast(line.master.trouble));
    return Math.min(around, Math.min(sinceLast(node.trouble), sinceLast(line.trouble)));
  }

  /** What is long over counts no more. */
  private long sinceLast(Trouble trouble) {
    boolean matters = trouble.last() > now() - conditions.longestLease();
    return matters ? trouble.began() : now();
  }
}
