package dev.presence.testkit.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong on the way between nodes and masters. */
final class NetworkFaults extends Happenings {

  NetworkFaults(Cluster cluster, Users users, RandomGenerator random) {
    super(cluster, users, random);
  }

  /** Cuts the lines of one node: to all masters, or to one of several. */
  void cut(SimulatedNode node, long millis) {
    List<Line> lines = node.store.lines();
    cut(
        node,
        random.nextBoolean() ? lines : List.of(lines.get(random.nextInt(lines.size()))),
        millis);
  }

  /** Cuts the line of one node to one master. */
  void cut(SimulatedNode node, Master master, long millis) {
    cut(node, node.store.lines().stream().filter(line -> line.master == master).toList(), millis);
  }

  private void cut(SimulatedNode node, List<Line> some, long millis) {
    step("the link of " + node + " to " + mastersOf(some) + " is cut for " + millis + " ms");
    some.forEach(Line::cut);
    later(
        millis,
        () -> {
          step("the link of " + node + " to " + mastersOf(some) + " is back");
          some.forEach(Line::heal);
        });
  }

  private static List<Master> mastersOf(List<Line> lines) {
    return lines.stream().map(line -> line.master).toList();
  }

  /** Some lines answer after up to 5 s for a while. */
  void slowDown(long millis) {
    for (SimulatedNode node : cluster.alive()) {
      for (Line line : node.store.lines()) {
        if (random.nextInt(3) == 0) {
          step("the link of " + node + " to " + line.master + " is very slow");
          line.slowDown();
          later(millis, line::speedUp);
        }
      }
    }
    later(millis, () -> step("the links are as fast as before"));
  }

  void becomesBad() {
    step("the network is bad from now on");
    cluster.store.trouble.begin(cluster.now());
    Unreliability unreliability = cluster.store.unreliability;
    unreliability.messageLost = 0.03;
    unreliability.messageDelayed = 0.05;
    unreliability.messageRepeated = 0.05;
    unreliability.callAppliedTwice = 0.05;
    unreliability.replyOvertaken = 0.05;
    unreliability.replyLost = 0.02;
  }

  void becomesGood() {
    if (!cluster.store.unreliability.isNone()) {
      cluster.store.unreliability.none();
      cluster.store.trouble.end(cluster.now());
    }
  }
}
