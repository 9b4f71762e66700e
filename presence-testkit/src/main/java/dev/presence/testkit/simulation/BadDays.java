package dev.presence.testkit.simulation;

import dev.presence.memory.internal.MemoryState;
import dev.presence.testkit.simulation.Truth.Held;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the faults of a {@link Plan} happen in a cluster. */
final class BadDays {

  /** Records are kept for two leases from the last sync, which was up to a heartbeat ago. */
  private static final long EXPIRY_MILLIS = 90_000;

  private final Cluster cluster;
  private final StoreWorld store;
  private final Checkers checkers;
  private final Journal journal;
  private final RandomGenerator random;
  private final Users users;

  BadDays(
      Cluster cluster, Checkers checkers, Journal journal, RandomGenerator random, Users users) {
    this.cluster = cluster;
    this.store = cluster.store;
    this.checkers = checkers;
    this.journal = journal;
    this.random = random;
    this.users = users;
  }

  /** Schedules one day to begin at {@code at} milliseconds of the run. */
  void plan(Plan day, long at) {
    cluster.runtime.schedule(Duration.ofMillis(at - cluster.now()), () -> begin(day));
  }

  private void begin(Plan day) {
    switch (day) {
      case CRASH_ONE_SURVIVOR, CRASH -> crashOne();
      case STORE_AWAY -> storeAway(between(1_000, 200_000));
      case STORE_AWAY_AROUND_A_HEARTBEAT -> storeAway(between(10_000, 40_000));
      case STORE_EMPTIED -> forget("the store is emptied", store::forgetEverything);
      case FAILOVER -> failover();
      case RESTART_FROM_BACKUP -> restart();
      case KEY_LOST -> loseKey();
      case STORE_CLOCK -> moveClock();
      case STORE_CLOCK_WHILE_CUT -> moveClockWhileCut();
      case MANY_JOIN -> manyJoin();
      case ALL_SLEEP -> allSleep();
      case ONE_SLEEPS -> sleep(anyNode(), between(5_000, 120_000));
      case LINK_CUT -> cut(between(5_000, 25_000));
      case LINK_CUT_LONG -> cut(between(30_000, 120_000));
      case LINK_CUT_THEN_EMPTIED -> cutThenEmptied();
      case BAD_NETWORK -> badNetwork();
      case ROLLING_RESTART -> rollingRestart();
      case BUSY_CALM, EVERYTHING -> step("nothing goes wrong");
    }
  }

  private void crashOne() {
    if (cluster.alive().size() > 1) {
      SimulatedNode node = cluster.alive().get(0);
      if (node.isActing()) {
        later(100, this::crashOne);
        return;
      }
      step(node + " crashes");
      cluster.crash(node);
    }
  }

  private void storeAway(long millis) {
    boolean pause = random.nextBoolean();
    step("the store is " + (pause ? "paused" : "down") + " for " + millis + " ms");
    cluster.disturbed();
    if (pause) {
      store.pause();
    } else {
      store.goDown();
    }
    later(
        millis,
        () -> {
          step("the store is back");
          cluster.disturbed();
          if (millis > EXPIRY_MILLIS) {
            checkers.storeForgot();
          }
          if (pause) {
            store.goOn();
          } else {
            store.start();
          }
        });
  }

  private void failover() {
    boolean oneHasJustJoined = random.nextBoolean();
    if (oneHasJustJoined) {
      SimulatedNode fresh = cluster.start();
      step(fresh + " joins");
      later(500, () -> users.connectSomebody(fresh));
    }
    later(oneHasJustJoined ? 1_500 : 0, this::failOver);
  }

  private void failOver() {
    long down = between(2_000, 8_000);
    storeDownThen(
        down,
        "another server takes over, without the last 2 s of writes",
        () -> store.rollBack(Duration.ofMillis(2_000 + down)));
  }

  private void restart() {
    long age = between(5_000, 50_000);
    storeDownThen(
        between(500, 5_000),
        "the store starts with data " + age + " ms old",
        () -> store.rollBack(Duration.ofMillis(age)));
    if (random.nextBoolean()) {
      later(between(10_000, 60_000), this::crashOne);
    }
  }

  private void storeDownThen(long millis, String what, Runnable change) {
    step("the store is down for " + millis + " ms");
    cluster.disturbed();
    store.goDown();
    later(
        millis,
        () -> {
          forget(what, change);
          store.start();
        });
  }

  private void forget(String what, Runnable change) {
    step(what);
    cluster.disturbed();
    checkers.storeForgot();
    change.run();
  }

  private void loseKey() {
    String node = anyNode().tracker.nodeId();
    switch (random.nextInt(3)) {
      case 0 ->
          forget(
              "a partition is lost",
              () -> store.lose(state -> state.losePartition(Cluster.WORKSPACE, node)));
      case 1 -> forget("all records are lost", () -> store.lose(this::loseRecords));
      default ->
          forget(
              "the registers are lost",
              () -> store.lose(state -> state.loseRegisters(Cluster.WORKSPACE)));
    }
  }

  /** The records of all nodes are under one key of a shared store. */
  private void loseRecords(MemoryState state) {
    cluster.nodes.forEach(node -> state.loseRecord(Cluster.WORKSPACE, node.tracker.nodeId()));
  }

  private void moveClock() {
    long jump = between(-100_000, 100_000);
    step("the store's clock jumps by " + jump + " ms");
    cluster.disturbed();
    store.moveClock(Duration.ofMillis(jump));
  }

  private void moveClockWhileCut() {
    cut(25_000);
    later(between(0, 5_000), this::moveClock);
  }

  private void manyJoin() {
    step("24 nodes join within a second, and 60 users at the others");
    List<SimulatedNode> before = cluster.alive();
    for (int i = 0; i < 24; i++) {
      later(between(0, 1_000), () -> users.connectSomebody(cluster.start()));
    }
    for (int i = 0; i < 60; i++) {
      SimulatedNode node = before.get(random.nextInt(before.size()));
      later(between(0, 1_000), () -> users.connectSomebody(node));
    }
  }

  private void allSleep() {
    long millis = between(10_000, 90_000);
    for (SimulatedNode node : List.copyOf(cluster.alive())) {
      sleep(node, millis + between(0, 1_500));
    }
  }

  private void sleep(SimulatedNode node, long millis) {
    step(node + " sleeps for " + millis + " ms");
    cluster.pause(node, millis);
    later(
        millis,
        () -> {
          step(node + " wakes");
          cluster.resume(node);
        });
  }

  private void cut(long millis) {
    SimulatedNode node = anyNode();
    step("the link of " + node + " is cut for " + millis + " ms");
    cluster.cut(node, millis);
    later(
        millis,
        () -> {
          step("the link of " + node + " is back");
          cluster.heal(node);
        });
  }

  private void cutThenEmptied() {
    cut(25_000);
    later(
        25_000 + between(1_000, 9_000),
        () -> forget("the store is emptied", store::forgetEverything));
  }

  private void badNetwork() {
    step("the network is bad from now on");
    cluster.disturbed();
    store.unreliability.messageLost = 0.03;
    store.unreliability.messageDelayed = 0.05;
    store.unreliability.messageRepeated = 0.05;
    store.unreliability.callAppliedTwice = 0.05;
    store.unreliability.replyOvertaken = 0.05;
  }

  private void rollingRestart() {
    long wait = 0;
    for (SimulatedNode node : List.copyOf(cluster.alive())) {
      wait += between(5_000, 20_000);
      later(wait, () -> replace(node));
    }
  }

  private void replace(SimulatedNode node) {
    if (!node.takesConnections()) {
      return;
    }
    SimulatedNode replacement = cluster.start();
    step(node + " stops in an orderly way; " + replacement + " replaces it");
    List<Held> moving = users.on(node);
    cluster.stop(
        node, () -> moving.forEach(held -> later(between(0, 2_000), () -> users.move(held))));
  }

  private SimulatedNode anyNode() {
    List<SimulatedNode> alive = cluster.alive();
    return alive.get(random.nextInt(alive.size()));
  }

  private void later(long millis, Runnable task) {
    cluster.runtime.schedule(Duration.ofMillis(millis), task);
  }

  private long between(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  private void step(String text) {
    journal.step(cluster.now(), text);
  }
}
