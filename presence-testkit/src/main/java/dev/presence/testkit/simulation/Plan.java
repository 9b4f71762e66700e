package dev.presence.testkit.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What goes wrong in a run. A seed takes one of these days, in turn, and draws the rest. */
enum Plan {
  CRASH_ONE_SURVIVOR("crash, one survivor"),
  CRASH("crash, four nodes"),
  STORE_AWAY("store away for 1 to 200 s"),
  STORE_AWAY_AROUND_A_HEARTBEAT("store away for 10 to 40 s"),
  STORE_EMPTIED("store emptied without a disconnect"),
  FAILOVER("failover, the last 2 s of writes lost"),
  RESTART_FROM_BACKUP("store restarts with data 5 to 50 s old, then a crash"),
  KEY_LOST("one key of the store lost"),
  STORE_CLOCK("store's clock jumps by up to 100 s"),
  STORE_CLOCK_WHILE_CUT("the link of one node is cut for 25 s, and the store's clock jumps"),
  MANY_JOIN("24 nodes and 60 users join within a second"),
  ALL_SLEEP("all nodes sleep up to 90 s together"),
  ONE_SLEEPS("one node sleeps, shorter or longer than the lease"),
  LINK_CUT("the link of one node is cut for 5 to 25 s"),
  LINK_CUT_LONG("the link of one node is cut for 30 to 120 s"),
  LINK_CUT_THEN_EMPTIED(
      "the link of one node is cut for 25 s; when it is back, the store is emptied"),
  BAD_NETWORK("messages lost, delayed and repeated, calls applied twice, replies overtaken"),
  ROLLING_RESTART("every node stops in order and is replaced"),
  BUSY_CALM("nothing goes wrong"),
  EVERYTHING("a mixture of everything");

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
    return this == FAILOVER || this == RESTART_FROM_BACKUP || this == EVERYTHING;
  }

  boolean movesClock() {
    return this == STORE_CLOCK || this == STORE_CLOCK_WHILE_CUT || this == EVERYTHING;
  }

  /** The days that happen in this run. */
  Plan[] days(RandomGenerator random) {
    if (this != EVERYTHING) {
      return new Plan[] {this};
    }
    Set<Plan> left =
        EnumSet.complementOf(EnumSet.of(EVERYTHING, CRASH_ONE_SURVIVOR, MANY_JOIN, BUSY_CALM));
    Plan[] all = left.toArray(Plan[]::new);
    Plan[] drawn = new Plan[4];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = all[random.nextInt(all.length)];
    }
    return drawn;
  }
}
