package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import dev.presence.testkit.simulation.Truth.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The nodes of one simulated run, what their users do, and what is really so. */
final class Cluster {

  static final String WORKSPACE = "acme";

  final ManualRuntime runtime;
  final StoreWorld store;
  final Truth truth = new Truth();
  final List<SimulatedNode> nodes = new ArrayList<>();
  private final UnaryOperator<PresenceTracker.Builder> setup;
  private final Viewer.Watch watch;

  /** When the store, or the way to it, was last disturbed. */
  private long disturbedAt = Long.MIN_VALUE;

  Cluster(
      ManualRuntime runtime,
      StoreWorld store,
      UnaryOperator<PresenceTracker.Builder> setup,
      Viewer.Watch watch) {
    this.runtime = runtime;
    this.store = store;
    this.setup = setup;
    this.watch = watch;
  }

  long now() {
    return runtime.ticks();
  }

  long leaseMillis() {
    return PresenceOptions.PRESENCE_TTL.toMillis();
  }

  // ---------------------------------------------------------------- nodes

  SimulatedNode start() {
    String name = "N" + (nodes.size() + 1);
    ManualProcess process = runtime.process(name);
    FaultyStore link = store.link(process);
    PresenceTracker tracker =
        setup.apply(PresenceTracker.builder().runtime(process).store(link)).build();
    SimulatedNode node = new SimulatedNode(name, process, link, tracker, watch);
    nodes.add(node);
    return node;
  }

  List<SimulatedNode> alive() {
    return nodes.stream().filter(SimulatedNode::isAlive).toList();
  }

  void crash(SimulatedNode node) {
    truth.crashed(node, now());
    node.dead();
    node.process.stop();
    node.link.cut();
  }

  void pause(SimulatedNode node, long millis) {
    node.process.pause();
    disturbed();
    node.outOfReach(now(), millis, leaseMillis());
  }

  void resume(SimulatedNode node) {
    node.process.resume();
    disturbed();
  }

  void cut(SimulatedNode node, long millis) {
    node.link.cut();
    disturbed();
    node.outOfReach(now(), millis, leaseMillis());
  }

  void heal(SimulatedNode node) {
    node.link.heal();
    disturbed();
  }

  /**
   * Hands over, then stops; the handover's users come back elsewhere or do not, as the plan says.
   */
  void stop(SimulatedNode node, Runnable sentAway) {
    node.leaving();
    node.tracker
        .drain()
        .whenComplete(
            (done, failure) -> {
              sentAway.run();
              node.tracker.closeAsync().whenComplete((closed, late) -> node.dead());
            });
  }

  // ---------------------------------------------------------------- users

  Held connect(SimulatedNode node, String userId, Activity activity) {
    PresenceConnection handle = node.workspace().connect(userId, activity);
    Held connection = new Held(userId, node, handle, activity);
    truth.add(connection);
    handle.ended().thenAccept(end -> truth.ended(connection, now()));
    handle.flush().thenAccept(done -> connection.syncedAt = now());
    return connection;
  }

  void setActivity(Held connection, Activity activity) {
    connection.activity = activity;
    connection.handle.setActivity(activity);
  }

  void leave(Held connection) {
    truth.ended(connection, now());
    connection.handle.leave();
  }

  void lose(Held connection) {
    connection.handle.disconnected();
  }

  void setAway(SimulatedNode node, String userId, boolean away) {
    truth.setAway(userId, away);
    node.acting(away ? node.workspace().setAway(userId) : node.workspace().setActive(userId));
  }

  void setOffline(SimulatedNode node, String userId) {
    truth.setOffline(userId, now());
    node.acting(node.workspace().setOffline(userId));
  }

  // ---------------------------------------------------------------- disturbances

  void disturbed() {
    disturbedAt = now();
  }

  /** True when nothing was wrong with the store or with a way to it for so long. */
  boolean isCalmFor(Duration time) {
    boolean longAgo = disturbedAt == Long.MIN_VALUE || now() - disturbedAt >= time.toMillis();
    return longAgo && store.isUp() && store.unreliability.isNone();
  }
}
