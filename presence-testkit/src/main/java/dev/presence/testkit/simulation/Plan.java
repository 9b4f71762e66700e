package dev.presence.testkit.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What goes wrong in a run. A seed takes one of these days, in turn, and draws the rest. */
enum Plan {
  CRASH_ONE_SURVIVOR("crash, one survivor"),
  CRASH("crash, four nodes"),
  STORE_AWAY("all masters away for 1 to 130 s"),
  STORE_AWAY_AROUND_A_HEARTBEAT("all masters away for 10 to 40 s"),
  ONE_MASTER_AWAY("one of several masters away for 1 to 130 s"),
  STORE_EMPTIED("a master emptied without a disconnect"),
  FAILOVER("failover, the last 2 s of writes lost"),
  MASTER_MOVES("failover of one of several masters to a server with another id and clock"),
  RESTART_FROM_BACKUP("a master restarts with data 5 to 50 s old, then a crash"),
  KEY_LOST("one key of the store lost"),
  STORE_CLOCK("a master's clock jumps by up to 100 s"),
  STORE_CLOCK_WHILE_CUT("the link of one node is cut for 25 s, and a master's clock jumps"),
  JOIN_WHILE_CLOCK_JUMPS("nodes join while a master's clock jumps"),
  VIEW_OPENS_WHILE_CUT("a master's clock is ahead, one link is cut, and a view opens"),
  WALL_CLOCKS("the wall clocks of the nodes are minutes apart, and jump"),
  MANY_JOIN("24 nodes and 60 users join within a second"),
  ALL_SLEEP("all nodes sleep up to 90 s together"),
  ONE_SLEEPS("one node sleeps, shorter or longer than the lease"),
  BUNCHES("tasks of some nodes run late and in bunches"),
  LINK_CUT("the link of one node is cut for 5 to 25 s"),
  LINK_CUT_LONG("the link of one node is cut for 30 to 120 s"),
  LINK_CUT_THEN_EMPTIED(
      "the link of one node is cut for 25 s; when it is back, a master is emptied"),
  SLOW_LINKS("slow links, some of which answer after the timeout for a while"),
  BAD_NETWORK(
      "messages lost, delayed and repeated, calls applied twice, replies overtaken or lost"),
  LARGE_PARTITION("600 to 1,500 users on one node, and slow links"),
  VIEWS_COME_AND_GO("views open and close all the time"),
  MIXED_LEASES("leases of 6 s, 60 s and 10 min, and a rollback"),
  OFFLINE_AT_START("users are set offline while nodes start, before their first probe"),
  OFFLINE_WHILE_DRAINING("users are set offline while their node drains"),
  ROLLING_RESTART("every node stops in order and is replaced"),
  BUSY_CALM("nothing goes wrong"),
  EVERYTHING("a mixture of everything");

  private static final Set<Plan> MIXED =
      EnumSet.complementOf(
          EnumSet.of(
              EVERYTHING, CRASH_ONE_SURVIVOR, MANY_JOIN, BUSY_CALM, LARGE_PARTITION, BUNCHES));

  private final String words;

  Plan(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static Plan of(long seed) {
    return values()[(int) Math.floorMod(seed, (long) values().length)];
  }

  boolean losesWrites() {
    return switch (this) {
      case FAILOVER, MASTER_MOVES, RESTART_FROM_BACKUP, MIXED_LEASES, EVERYTHING -> true;
      default -> false;
    };
  }

  boolean needsMasters() {
    return this == ONE_MASTER_AWAY || this == MASTER_MOVES;
  }

  boolean movesWallClocks() {
    return this == WALL_CLOCKS || this == OFFLINE_AT_START;
  }

  /** The days that happen in this run. */
  Plan[] days(RandomGenerator random) {
    if (this != EVERYTHING) {
      return new Plan[] {this};
    }
    Plan[] all = MIXED.toArray(Plan[]::new);
    Plan[] drawn = new Plan[4];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = all[random.nextInt(all.length)];
    }
    return drawn;
  }
}
