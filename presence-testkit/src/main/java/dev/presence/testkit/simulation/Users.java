package dev.presence.testkit.simulation;

import dev.presence.model.Activity;
import dev.presence.testkit.simulation.Truth.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the users of a simulated cluster do: come, hide, set away, lose their socket, return, leave.
 */
final class Users {

  private static final int NUMBER = 16;

  /**
   * Acts of one user by hand are this far apart, so that the store's clock tells which was later.
   */
  private static final long BETWEEN_ACTS_MILLIS = 2_000;

  private final Cluster cluster;
  private final Checkers checkers;
  private final Journal journal;
  private final RandomGenerator random;
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Long> lastAct = new HashMap<>();
  private int extra;

  Users(Cluster cluster, Checkers checkers, Journal journal, RandomGenerator random) {
    this.cluster = cluster;
    this.checkers = checkers;
    this.journal = journal;
    this.random = random;
  }

  /** Schedules what they do between two moments of the run. */
  void plan(long from, long until, int acts) {
    for (int i = 0; i < NUMBER / 2; i++) {
      String user = "u" + i;
      at(random.nextLong(100, 60_000), () -> connect(user));
    }
    for (int i = 0; i < acts; i++) {
      at(random.nextLong(from, until), this::act);
    }
  }

  private void act() {
    String user = "u" + random.nextInt(NUMBER);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> connect(user);
      case 4, 5 -> withOne(user, this::toggle);
      case 6 -> byHand(user);
      case 7 -> withOne(user, this::lose);
      case 8 -> withOne(user, this::reload);
      case 9, 10 -> withOne(user, this::leave);
      default -> setOffline(user);
    }
  }

  void connectSomebody(SimulatedNode node) {
    connect(node, "x" + extra++, Activity.ACTIVE);
  }

  private void connect(String user) {
    List<SimulatedNode> open =
        cluster.nodes.stream().filter(SimulatedNode::takesConnections).toList();
    if (!open.isEmpty() && cluster.truth.connections(user).size() < 3) {
      Activity activity = random.nextInt(4) == 0 ? Activity.AWAY : Activity.ACTIVE;
      connect(open.get(random.nextInt(open.size())), user, activity);
    }
  }

  private void connect(SimulatedNode node, String user, Activity activity) {
    step(user + " connects to " + node + ", " + activity);
    held.add(cluster.connect(node, user, activity));
  }

  private void toggle(Held connection) {
    Activity next = connection.activity == Activity.ACTIVE ? Activity.AWAY : Activity.ACTIVE;
    step(connection.userId + " is " + next + " on " + connection.node);
    cluster.setActivity(connection, next);
  }

  private void lose(Held connection) {
    step(connection.userId + " loses the socket to " + connection.node);
    checkers.gone(connection.userId);
    cluster.lose(connection);
  }

  private void reload(Held connection) {
    lose(connection);
    at(cluster.now() + random.nextLong(50, 3_000), () -> connect(connection.userId));
  }

  private void leave(Held connection) {
    step(connection.userId + " leaves " + connection.node);
    checkers.gone(connection.userId);
    cluster.leave(connection);
  }

  private void byHand(String user) {
    withNode(
        user,
        node -> {
          boolean away = random.nextBoolean();
          step(user + " sets " + (away ? "away" : "active") + " by hand at " + node);
          cluster.setAway(node, user, away);
        });
  }

  private void setOffline(String user) {
    withNode(
        user,
        node -> {
          step(user + " is set offline at " + node);
          checkers.gone(user);
          cluster.setOffline(node, user);
        });
  }

  /**
   * The user's connection on a node that stops: it comes back elsewhere, and nobody must see it go.
   */
  void move(Held old) {
    List<SimulatedNode> open =
        cluster.nodes.stream().filter(SimulatedNode::takesConnections).toList();
    if (open.isEmpty()) {
      return;
    }
    connect(open.get(random.nextInt(open.size())), old.userId, old.activity);
    checkers.arrived(old.userId);
  }

  /**
   * Who is on a node that begins to stop; from now on nobody must see them go, unless that node
   * could not tell the others that it had them.
   */
  List<Held> on(SimulatedNode node) {
    List<Held> there =
        held.stream().filter(connection -> connection.node == node && connection.isOpen()).toList();
    if (!node.isExcused(cluster.now())) {
      there.stream()
          .filter(connection -> !connection.setOffline)
          .forEach(connection -> checkers.moving(connection.userId));
    }
    return there;
  }

  void everybodyLeaves() {
    held.stream().filter(Held::counts).toList().forEach(cluster::leave);
  }

  private void withOne(String user, java.util.function.Consumer<Held> act) {
    List<Held> open =
        held.stream()
            .filter(connection -> connection.userId.equals(user) && connection.isOpen())
            .filter(connection -> connection.node.takesConnections())
            .toList();
    if (!open.isEmpty()) {
      act.accept(open.get(random.nextInt(open.size())));
    }
  }

  private void withNode(String user, java.util.function.Consumer<SimulatedNode> act) {
    List<SimulatedNode> open =
        cluster.nodes.stream().filter(SimulatedNode::takesConnections).toList();
    long last = lastAct.getOrDefault(user, -BETWEEN_ACTS_MILLIS);
    if (!open.isEmpty() && cluster.now() - last >= BETWEEN_ACTS_MILLIS) {
      lastAct.put(user, cluster.now());
      act.accept(open.get(random.nextInt(open.size())));
    }
  }

  private void at(long time, Runnable task) {
    cluster.runtime.schedule(Duration.ofMillis(time - cluster.now()), task);
  }

  private void step(String text) {
    journal.step(cluster.now(), text);
  }
}
