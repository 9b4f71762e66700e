package dev.presence.testkit.simulation;

import dev.presence.model.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the users of a simulated cluster do: come, hide, set away, lose their socket, return, leave.
 */
final class Users {

  private static final int NUMBER = 16;
  private static final int MOST_CONNECTIONS = 3;

  private final Cluster cluster;
  private final RandomGenerator random;
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Long> lastAct = new HashMap<>();
  private final long betweenActs;
  private int extra;

  Users(Cluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    // far enough apart that the store's clock tells which act of a user was later
    this.betweenActs = 2_000 + 2 * cluster.bounds.clockError();
  }

  /** Schedules what they do between two moments of the run. */
  void plan(long from, long until, int acts) {
    for (int i = 0; i < NUMBER / 2; i++) {
      String user = "u" + i;
      at(random.nextLong(100, from), () -> connect(anyWorkspace(), user));
    }
    for (int i = 0; i < acts; i++) {
      at(random.nextLong(from, until), this::act);
    }
  }

  private void act() {
    String user = "u" + random.nextInt(NUMBER);
    String workspace = anyWorkspace();
    switch (random.nextInt(15)) {
      case 0, 1, 2, 3 -> connect(workspace, user);
      case 4, 5 -> withOne(workspace, user, this::toggle);
      case 6 -> byHand(workspace, user);
      case 7 -> withOne(workspace, user, this::lose);
      case 8 -> withOne(workspace, user, this::reload);
      case 9, 10 -> withOne(workspace, user, this::leave);
      case 11 -> setOffline(workspace, user);
      default -> read(workspace);
    }
  }

  String anyWorkspace() {
    List<String> all = cluster.conditions.workspaces;
    return all.get(random.nextInt(all.size()));
  }

  // ---------------------------------------------------------------- coming

  /** Somebody who was never there before connects. */
  Held connectSomebody(SimulatedNode node, String workspaceId) {
    return connect(node, workspaceId, "x" + extra++, Activity.ACTIVE);
  }

  private void connect(String workspaceId, String user) {
    List<SimulatedNode> open = cluster.open();
    if (!open.isEmpty() && cluster.truth(workspaceId).connections(user).size() < MOST_CONNECTIONS) {
      Activity activity = random.nextInt(4) == 0 ? Activity.AWAY : Activity.ACTIVE;
      connect(open.get(random.nextInt(open.size())), workspaceId, user, activity);
    }
  }

  Held connect(SimulatedNode node, String workspaceId, String user, Activity activity) {
    cluster.step(user + " connects to " + node + " in " + workspaceId + ", " + activity);
    Held connection = cluster.connect(node, workspaceId, user, activity);
    held.add(connection);
    return connection;
  }

  /** Many users connect to one node, one after the other, within this time. */
  void crowd(SimulatedNode node, String workspaceId, int number, int millis) {
    cluster.step(number + " users connect to " + node + " in " + workspaceId);
    for (int i = 0; i < number; i++) {
      String user = "c" + extra++;
      at(
          cluster.now() + random.nextLong(1, millis),
          () -> {
            if (node.takesConnections()) {
              held.add(cluster.connect(node, workspaceId, user, Activity.ACTIVE));
            }
          });
    }
  }

  // ---------------------------------------------------------------- changing

  private void toggle(Held connection) {
    Activity next = connection.activity == Activity.ACTIVE ? Activity.AWAY : Activity.ACTIVE;
    cluster.step(describe(connection) + " is " + next);
    cluster.setActivity(connection, next);
  }

  private void byHand(String workspaceId, String user) {
    withNode(
        workspaceId,
        user,
        node -> {
          boolean away = random.nextBoolean();
          String status = away ? "away" : "active";
          cluster.step(user + " sets " + status + " by hand at " + node + " in " + workspaceId);
          cluster.setAway(node, workspaceId, user, away);
        });
  }

  private void setOffline(String workspaceId, String user) {
    withNode(workspaceId, user, node -> setOffline(node, workspaceId, user));
  }

  void setOffline(SimulatedNode node, String workspaceId, String user) {
    cluster.step(user + " is set offline at " + node + " in " + workspaceId);
    lastAct.put(key(workspaceId, user), cluster.now());
    cluster.setOffline(node, workspaceId, user);
  }

  private void read(String workspaceId) {
    List<SimulatedNode> open = cluster.open();
    if (!open.isEmpty()) {
      List<String> users = List.of("u" + random.nextInt(NUMBER), "u0", "u1", "x0");
      cluster.checkers.reads(
          open.get(random.nextInt(open.size())), workspaceId, users.stream().distinct().toList());
    }
  }

  // ---------------------------------------------------------------- going

  private void lose(Held connection) {
    cluster.step(describe(connection) + " loses the socket");
    cluster.checkers.gone(connection.workspaceId, connection.userId);
    cluster.lose(connection);
  }

  private void reload(Held connection) {
    lose(connection);
    at(
        cluster.now() + random.nextLong(50, 3_000),
        () -> connect(connection.workspaceId, connection.userId));
  }

  private void leave(Held connection) {
    cluster.step(describe(connection) + " leaves");
    cluster.checkers.gone(connection.workspaceId, connection.userId);
    cluster.leave(connection);
  }

  void everyoneLeaves() {
    held.stream().filter(Held::counts).toList().forEach(cluster::leave);
  }

  // ---------------------------------------------------------------- when their node drains

  /**
   * Those who are on a node that drains, and come back elsewhere within the handover. Nobody must
   * see them go, unless that node could not tell the others that it had them.
   */
  List<Held> on(SimulatedNode node) {
    long until = cluster.now() + node.options.drainTime().toMillis();
    List<Held> there =
        held.stream().filter(connection -> connection.node == node && connection.isOpen()).toList();
    for (Held connection : there) {
      boolean told =
          connection.storedAt >= 0
              && cluster.now() - connection.storedAt > cluster.bounds.propagation();
      Line line = node.line(connection.workspaceId);
      boolean excused = line.absence.isExcused(cluster.now(), node.goneMillis());
      if (told && !excused && !connection.mayBeEnded) {
        cluster.checkers.moves(connection, until - cluster.bounds.propagation());
      }
    }
    return there;
  }

  /** The client of a node that drains connects elsewhere, unless its connection was ended. */
  void move(Held old) {
    List<SimulatedNode> open = cluster.open();
    if (open.isEmpty() || !old.counts()) {
      cluster.checkers.gone(old.workspaceId, old.userId);
      return;
    }
    connect(open.get(random.nextInt(open.size())), old.workspaceId, old.userId, old.activity);
    cluster.checkers.arrived(old.workspaceId, old.userId);
  }

  // ---------------------------------------------------------------- who and where

  private static String describe(Held connection) {
    return connection.userId + " on " + connection.node + " in " + connection.workspaceId;
  }

  private static String key(String workspaceId, String user) {
    return workspaceId + ' ' + user;
  }

  private void withOne(String workspaceId, String user, Consumer<Held> act) {
    List<Held> open =
        cluster.truth(workspaceId).connections(user).stream()
            .filter(Held::isOpen)
            .filter(connection -> connection.node.takesConnections())
            .toList();
    if (!open.isEmpty()) {
      act.accept(open.get(random.nextInt(open.size())));
    }
  }

  private void withNode(String workspaceId, String user, Consumer<SimulatedNode> act) {
    List<SimulatedNode> open = cluster.open();
    long last = lastAct.getOrDefault(key(workspaceId, user), -betweenActs);
    if (!open.isEmpty() && cluster.now() - last >= betweenActs) {
      lastAct.put(key(workspaceId, user), cluster.now());
      act.accept(open.get(random.nextInt(open.size())));
    }
  }

  private void at(long time, Runnable task) {
    cluster.runtime.schedule(Duration.ofMillis(time - cluster.now()), task);
  }
}
