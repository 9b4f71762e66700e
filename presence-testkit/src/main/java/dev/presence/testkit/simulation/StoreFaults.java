package dev.presence.testkit.simulation;

import dev.presence.memory.internal.MemoryState;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong with the masters of the store. */
final class StoreFaults extends Happenings {

  StoreFaults(Cluster cluster, Users users, RandomGenerator random) {
    super(cluster, users, random);
  }

  /** Everything that a node says is kept for two leases from its last sync, a heartbeat ago. */
  private long expiryMillis() {
    return cluster.conditions.shortestLease() * 3 / 2;
  }

  void away(List<Master> masters, long millis) {
    boolean pause = random.nextBoolean();
    step(masters + (pause ? " pause for " : " are down for ") + millis + " ms");
    masters.forEach(pause ? Master::pause : Master::goDown);
    later(
        millis,
        () -> {
          step(masters + " are back");
          if (millis > expiryMillis()) {
            masters.forEach(Master::forgot);
          }
          masters.forEach(pause ? Master::goOn : Master::start);
        });
  }

  void emptied() {
    Master master = anyMaster();
    step(master + " is emptied");
    master.lose(MemoryState::clear);
  }

  void failover() {
    boolean oneHasJustJoined = random.nextBoolean();
    if (oneHasJustJoined) {
      SimulatedNode fresh = cluster.start();
      step(fresh + " joins");
      later(500, () -> users.connectSomebody(fresh, anyWorkspace()));
    }
    later(oneHasJustJoined ? 1_500 : 0, this::failOver);
  }

  private void failOver() {
    long down = between(2_000, 8_000);
    Master master = anyMaster();
    downThen(
        master,
        down,
        "goes on as another server, without the last 2 s of writes",
        () -> master.takeOver(Duration.ofMillis(2_000 + down), Duration.ZERO));
  }

  /** The replica's clock is not quite the master's. */
  void moves() {
    long down = between(1_000, 15_000);
    long lost = between(0, 3_000);
    Duration ahead = Duration.ofMillis(random.nextBoolean() ? 0 : between(-40_000, 40_000));
    Master master = anyMaster();
    downThen(
        master,
        down,
        "is another server, without " + lost + " ms of writes, its clock ahead by " + ahead,
        () -> {
          noteJump(master, ahead.toMillis());
          master.takeOver(Duration.ofMillis(lost + down), ahead);
        });
  }

  void restart(long age) {
    Master master = anyMaster();
    downThen(
        master,
        between(500, 5_000),
        "starts with data " + age + " ms old",
        () -> {
          master.rollBack(Duration.ofMillis(age));
          master.start();
        });
  }

  private void downThen(Master master, long millis, String what, Runnable change) {
    step(master + " is down for " + millis + " ms");
    master.goDown();
    later(
        millis,
        () -> {
          step(master + " " + what);
          change.run();
        });
  }

  void loseKey() {
    String workspace = anyWorkspace();
    String node = anyNode().tracker.nodeId();
    Master master = cluster.store.master(workspace);
    switch (random.nextInt(3)) {
      case 0 -> {
        step("a partition of " + workspace + " is lost");
        master.lose(state -> state.losePartition(workspace, node));
      }
      case 1 -> {
        step("all records of " + workspace + " are lost");
        master.lose(state -> loseRecords(state, workspace));
      }
      default -> {
        step("the claims of " + workspace + " are lost");
        master.lose(state -> state.loseRegisters(workspace));
      }
    }
  }

  /** The records of all nodes are under one key of a shared store. */
  private void loseRecords(MemoryState state, String workspace) {
    cluster.nodes.forEach(node -> state.loseRecord(workspace, node.tracker.nodeId()));
  }

  void moveClock() {
    moveClock(anyMaster(), between(-100_000, 100_000));
  }

  void moveClock(Master master, long jump) {
    step("the clock of " + master + " jumps by " + jump + " ms");
    noteJump(master, jump);
    master.moveClock(Duration.ofMillis(jump));
  }

  /** A jump ahead lets expire what was kept for a time. */
  private void noteJump(Master master, long jump) {
    if (jump > expiryMillis()) {
      master.forgot();
    }
  }
}
