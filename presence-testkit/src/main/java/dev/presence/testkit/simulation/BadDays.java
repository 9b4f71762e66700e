package dev.presence.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the faults of a {@link Plan} happen in a cluster. */
final class BadDays extends Happenings {

  private static final long LONGEST_AWAY = 130_000;

  private final StoreFaults store;
  private final NodeFaults nodes;
  private final NetworkFaults network;

  BadDays(Cluster cluster, Users users, RandomGenerator random) {
    super(cluster, users, random);
    this.store = new StoreFaults(cluster, users, random);
    this.nodes = new NodeFaults(cluster, users, random);
    this.network = new NetworkFaults(cluster, users, random);
  }

  /** Schedules one day to begin at {@code at} milliseconds of the run. */
  void plan(Plan day, long at) {
    later(at - cluster.now(), () -> begin(day));
  }

  /** What happens in every run: now and then, a view opens or closes. */
  void planViews(long until) {
    for (int i = 0; i < 6; i++) {
      later(between(20_000, until), nodes::openOrClose);
    }
  }

  /** The quiet begins. */
  void end() {
    network.becomesGood();
  }

  private void begin(Plan day) {
    switch (day) {
      case CRASH_ONE_SURVIVOR, CRASH -> nodes.crashOne();
      case STORE_AWAY -> store.away(cluster.store.masters(), between(1_000, LONGEST_AWAY));
      case STORE_AWAY_AROUND_A_HEARTBEAT ->
          store.away(cluster.store.masters(), between(10_000, 40_000));
      case ONE_MASTER_AWAY -> store.away(List.of(anyMaster()), between(1_000, LONGEST_AWAY));
      case STORE_EMPTIED -> store.emptied();
      case FAILOVER -> store.failover();
      case MASTER_MOVES -> store.moves();
      case RESTART_FROM_BACKUP -> restart();
      case MIXED_LEASES -> restartAgainAndAgain();
      case KEY_LOST -> store.loseKey();
      case STORE_CLOCK -> store.moveClock();
      case STORE_CLOCK_WHILE_CUT -> {
        network.cut(anyNode(), 25_000);
        later(between(0, 5_000), store::moveClock);
      }
      case JOIN_WHILE_CLOCK_JUMPS -> joinWhileClockJumps();
      case VIEW_OPENS_WHILE_CUT -> viewOpensWhileCut();
      case WALL_CLOCKS -> moveWallClocks();
      case MANY_JOIN -> nodes.manyJoin();
      case ALL_SLEEP -> nodes.allSleep();
      case ONE_SLEEPS -> nodes.sleep(anyNode(), between(5_000, 120_000));
      case LINK_CUT -> network.cut(anyNode(), between(5_000, 25_000));
      case LINK_CUT_LONG -> network.cut(anyNode(), between(30_000, 120_000));
      case LINK_CUT_THEN_EMPTIED -> {
        network.cut(anyNode(), 25_000);
        later(25_000 + between(1_000, 9_000), store::emptied);
      }
      case SLOW_LINKS -> network.slowDown(between(10_000, 100_000));
      case BAD_NETWORK -> network.becomesBad();
      case LARGE_PARTITION -> somethingSmall();
      case VIEWS_COME_AND_GO -> nodes.viewsComeAndGo(120_000);
      case OFFLINE_AT_START -> nodes.offlineAtStart();
      case OFFLINE_WHILE_DRAINING -> nodes.rollingRestart(true);
      case ROLLING_RESTART -> nodes.rollingRestart(false);
      case BUNCHES, BUSY_CALM, EVERYTHING -> step("nothing goes wrong");
    }
  }

  private void restart() {
    store.restart(between(5_000, 50_000));
    if (random.nextBoolean()) {
      later(between(10_000, 60_000), nodes::crashOne);
    }
  }

  /** Old data is the most dangerous for the shortest lease. */
  private void restartAgainAndAgain() {
    later(0, () -> store.restart(between(5_000, 50_000)));
    for (int i = 1; i <= 3; i++) {
      later(i * 35_000L, () -> store.restart(between(2_000, 20_000)));
    }
    if (random.nextBoolean()) {
      later(between(10_000, 100_000), nodes::crashOne);
    }
  }

  private void joinWhileClockJumps() {
    for (int i = 0; i < 3; i++) {
      later(between(0, 6_000), nodes::join);
    }
    later(between(0, 6_000), store::moveClock);
  }

  /** Who looks for the first time knows leases by the store's clock alone. */
  private void viewOpensWhileCut() {
    Master master = anyMaster();
    network.cut(anyNode(), master, between(12_000, 25_000));
    later(between(0, 4_000), () -> store.moveClock(master, between(5_000, 60_000)));
    for (String workspace : cluster.conditions.workspaces) {
      later(
          between(0, 10_000),
          () -> {
            SimulatedNode fresh = cluster.start();
            step(fresh + " joins, and looks at " + workspace);
            fresh.openView(workspace);
          });
    }
  }

  private void moveWallClocks() {
    for (SimulatedNode node : cluster.alive()) {
      if (random.nextBoolean()) {
        long jump = between(-200_000, 200_000);
        later(
            between(0, 60_000),
            () -> {
              step("the wall clock of " + node + " jumps by " + jump + " ms");
              node.process.moveWallClock(Duration.ofMillis(jump));
            });
      }
    }
  }

  /** What makes others read a large partition, or its node write it whole. */
  private void somethingSmall() {
    switch (random.nextInt(6)) {
      case 0 -> store.emptied();
      case 1 -> network.cut(anyNode(), between(5_000, 60_000));
      case 2 -> network.becomesBad();
      case 3 -> store.away(List.of(cluster.store.master("w0")), between(5_000, 60_000));
      case 4 -> network.slowDown(between(10_000, 60_000));
      default -> nodes.viewsComeAndGo(30_000);
    }
    later(between(0, 20_000), nodes::join);
    later(between(20_000, 100_000), nodes::joinWithCrowd);
  }
}
