package dev.presence.testkit.simulation;

import dev.presence.model.Activity;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong with nodes, and how they come and go. */
final class NodeFaults extends Happenings {

  NodeFaults(Cluster cluster, Users users, RandomGenerator random) {
    super(cluster, users, random);
  }

  void crashOne() {
    if (cluster.alive().size() > 1) {
      SimulatedNode node = cluster.alive().get(0);
      if (node.isActing()) { // whether what was set by hand is stored could not be known
        later(100, this::crashOne);
        return;
      }
      step(node + " crashes");
      cluster.crash(node);
    }
  }

  void allSleep() {
    long millis = between(10_000, 90_000);
    for (SimulatedNode node : cluster.alive()) {
      sleep(node, millis + between(0, 1_500));
    }
  }

  void sleep(SimulatedNode node, long millis) {
    step(node + " sleeps for " + millis + " ms");
    node.pause();
    later(
        millis,
        () -> {
          step(node + " wakes");
          node.resume();
        });
  }

  void manyJoin() {
    step("24 nodes join within a second, and 60 users at the others");
    List<SimulatedNode> before = cluster.open();
    for (int i = 0; i < 24; i++) {
      later(between(0, 1_000), this::joinForAWhile);
    }
    for (int i = 0; i < 60; i++) {
      SimulatedNode node = before.get(random.nextInt(before.size()));
      later(between(0, 1_000), () -> connectIfOpen(node));
    }
  }

  /** So many connect to a fresh node at once that its first write is large. */
  void joinWithCrowd() {
    SimulatedNode fresh = cluster.start();
    step(fresh + " joins");
    users.crowd(fresh, cluster.conditions.workspaces.get(0), cluster.conditions.crowd, 200);
  }

  /** What many nodes show need not be compared for long: most of them soon stop again. */
  private void joinForAWhile() {
    SimulatedNode fresh = join();
    if (random.nextInt(6) > 0) {
      later(
          between(20_000, 60_000),
          () -> {
            if (fresh.takesConnections()) {
              drain(fresh, users.on(fresh));
            }
          });
    }
  }

  private void drain(SimulatedNode node, List<Held> moving) {
    step(node + " drains");
    cluster.stop(
        node,
        Duration.ofMillis(2_100),
        () -> moving.forEach(held -> later(between(0, 2_000), () -> users.move(held))));
  }

  /** A node starts, somebody connects to it, and somebody may look. */
  SimulatedNode join() {
    SimulatedNode fresh = cluster.start();
    String workspace = anyWorkspace();
    step(fresh + " joins");
    if (random.nextBoolean()) {
      fresh.openView(anyWorkspace());
    }
    later(random.nextInt(4) * 500L, () -> connectIfOpen(fresh, workspace));
    return fresh;
  }

  private void connectIfOpen(SimulatedNode node) {
    connectIfOpen(node, anyWorkspace());
  }

  private void connectIfOpen(SimulatedNode node, String workspace) {
    if (node.takesConnections()) {
      users.connectSomebody(node, workspace);
    }
  }

  // ---------------------------------------------------------------- orderly stops

  void rollingRestart(boolean someAreSetOffline) {
    long wait = 0;
    for (SimulatedNode node : cluster.alive()) {
      wait += between(5_000, 20_000);
      later(wait, () -> replace(node, someAreSetOffline));
    }
  }

  private void replace(SimulatedNode node, boolean someAreSetOffline) {
    if (!node.takesConnections()) {
      return;
    }
    SimulatedNode replacement = cluster.start();
    step(node + " drains; " + replacement + " replaces it");
    cluster.conditions.workspaces.forEach(replacement::openView);
    List<Held> moving = users.on(node);
    // those who are set offline must have time to be ended, the others to be back in the handover
    long drain = someAreSetOffline ? node.options.drainTime().toMillis() + 20_000 : 2_000;
    long longest = Math.min(2_000, drain);
    cluster.stop(
        node,
        Duration.ofMillis(drain + 100),
        () -> {
          for (Held held : moving) {
            if (someAreSetOffline && random.nextInt(3) == 0) {
              later(between(0, 5_000), () -> setOffline(held));
              later(drain, () -> users.move(held));
            } else {
              later(between(0, longest), () -> users.move(held));
            }
          }
        });
  }

  private void setOffline(Held held) {
    List<SimulatedNode> open = cluster.open();
    if (!open.isEmpty() && held.counts()) {
      SimulatedNode at = open.get(random.nextInt(open.size()));
      users.setOffline(at, held.workspaceId, held.userId);
    }
  }

  // ---------------------------------------------------------------- before the first probe

  /** Users are set offline before a node starts, or at a node that has just started. */
  void offlineAtStart() {
    if (cluster.open().isEmpty()) {
      later(1_000, this::offlineAtStart);
      return;
    }
    String workspace = anyWorkspace();
    Held before = users.connectSomebody(cluster.open().get(0), workspace);
    later(between(5_000, 8_000), () -> startAround(workspace, before));
  }

  private void startAround(String workspace, Held before) {
    boolean first = random.nextBoolean();
    if (first) {
      setOffline(before);
    }
    later(
        first ? between(4_000, 8_000) : 0,
        () -> {
          SimulatedNode fresh = cluster.start();
          step(fresh + " joins");
          Held early = users.connect(fresh, workspace, before.userId, Activity.ACTIVE);
          if (!first) {
            if (random.nextBoolean()) {
              users.setOffline(fresh, workspace, before.userId);
            } else {
              later(between(2_000, 20_000), () -> setOffline(early));
            }
          }
        });
  }

  // ---------------------------------------------------------------- views

  void viewsComeAndGo(long millis) {
    for (long at = 0; at < millis; at += 2_000) {
      later(at, this::openOrClose);
    }
  }

  void openOrClose() {
    List<SimulatedNode> open = cluster.open();
    if (open.isEmpty()) {
      return;
    }
    SimulatedNode node = open.get(random.nextInt(open.size()));
    String workspace = anyWorkspace();
    if (node.viewer(workspace) == null) {
      step("a view of " + workspace + " opens at " + node);
      node.openView(workspace);
    } else {
      step("a view of " + workspace + " closes at " + node);
      node.closeView(workspace);
    }
  }
}
