package dev.presence.testkit.simulation;

import dev.presence.model.PresenceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a run is made of, drawn from its seed: how many of what, how fast, and with which options.
 */
final class Conditions {

  /** Which leases the nodes have. */
  enum Leases {
    DEFAULT,
    SHORT,
    /** Each node draws its own: 6 s, 60 s or 10 min. */
    MIXED
  }

  private static final int[] PAGE_SIZES = {3, 7, 1_000};
  private static final long FURTHEST_WALL_CLOCK = 300_000;
  private static final int SLOWEST_DISCOVERY = 3_000;

  final Plan plan;
  final int nodes;
  final int masters;
  final List<String> workspaces = new ArrayList<>();
  final int pageSize;

  /** How many users one node has besides, in the first workspace. */
  final int crowd;

  final Latency slowest;
  final Leases leases;
  final boolean otherOptions;
  final boolean wallClocksApart;
  final boolean lateDiscovery;

  /** The interval of the bunches in which tasks of a node run at the most. */
  final int longestBunch;

  Conditions(Plan plan, RandomGenerator random) {
    this.plan = plan;
    this.nodes = plan == Plan.CRASH_ONE_SURVIVOR ? 2 : 4;
    this.crowd = plan == Plan.LARGE_PARTITION ? 600 + random.nextInt(901) : 0;
    this.masters = plan.needsMasters() ? 2 + random.nextInt(2) : Math.max(1, random.nextInt(4));
    int number = Math.max(masters, 1 + random.nextInt(3));
    for (int i = 0; i < number; i++) {
      workspaces.add("w" + i);
    }
    this.pageSize = crowd > 0 ? 20 + random.nextInt(100) : PAGE_SIZES[random.nextInt(3)];
    this.slowest = latencyOf(plan, random);
    this.leases = leasesOf(plan, random);
    this.otherOptions = leases == Leases.MIXED || random.nextInt(4) == 0;
    this.wallClocksApart = plan.movesWallClocks() || random.nextInt(4) == 0;
    this.lateDiscovery = random.nextInt(4) == 0;
    this.longestBunch = plan == Plan.BUNCHES || random.nextInt(8) == 0 ? 400 : 0;
  }

  private static Latency latencyOf(Plan plan, RandomGenerator random) {
    int drawn = random.nextInt(10);
    if (plan == Plan.SLOW_LINKS) {
      return drawn < 4 ? Latency.LATE : drawn < 8 ? Latency.SLOW : Latency.SPIKES;
    }
    if (plan == Plan.LARGE_PARTITION) {
      return drawn < 7 ? Latency.SLOW : Latency.SPIKES;
    }
    return drawn < 7 ? Latency.NORMAL : drawn < 9 ? Latency.SLOW : Latency.SPIKES;
  }

  /** A lease of 6 s does not survive answers that come after the timeout of the call. */
  private Leases leasesOf(Plan plan, RandomGenerator random) {
    int drawn = random.nextInt(10);
    if (slowest.isBeyondTimeout()) {
      return Leases.DEFAULT;
    }
    if (plan == Plan.MIXED_LEASES) {
      return Leases.MIXED;
    }
    return drawn < 8 ? Leases.DEFAULT : drawn < 9 ? Leases.SHORT : Leases.MIXED;
  }

  // ---------------------------------------------------------------- drawn for each node

  PresenceOptions options(RandomGenerator random) {
    PresenceOptions options = lease(random);
    if (!otherOptions) {
      return options;
    }
    Duration grace = Duration.ofSeconds(new int[] {0, 1, 5, 10}[random.nextInt(4)]);
    Duration drainTime = Duration.ofSeconds(new int[] {10, 15, 30}[random.nextInt(3)]);
    Duration window = Duration.ofMillis(random.nextBoolean() ? 0 : 100);
    return options.toBuilder()
        .grace(grace)
        .drainTime(drainTime)
        .window(window)
        .busyWindow(Duration.ofMillis(250))
        .build();
  }

  private PresenceOptions lease(RandomGenerator random) {
    int drawn = leases == Leases.MIXED ? random.nextInt(3) : leases == Leases.SHORT ? 0 : 1;
    return switch (drawn) {
      case 0 ->
          PresenceOptions.defaults().toBuilder()
              .presenceTtl(Duration.ofSeconds(6))
              .heartbeatInterval(Duration.ofSeconds(3))
              .build();
      case 1 -> PresenceOptions.defaults();
      default ->
          PresenceOptions.defaults().toBuilder()
              .presenceTtl(Duration.ofSeconds(600))
              .heartbeatInterval(Duration.ofSeconds(300))
              .build();
    };
  }

  /** Some links are as slow as the slowest, others are normal. */
  Latency latency(RandomGenerator random) {
    return random.nextBoolean() ? slowest : Latency.NORMAL;
  }

  long discoveryMillis(RandomGenerator random) {
    return lateDiscovery ? random.nextInt(SLOWEST_DISCOVERY) : 0;
  }

  /** How far the wall clock of a node is from the store's at its start. */
  Duration wallClock(RandomGenerator random) {
    return Duration.ofMillis(
        wallClocksApart ? random.nextLong(-FURTHEST_WALL_CLOCK, FURTHEST_WALL_CLOCK + 1) : 0);
  }

  Duration bunch(RandomGenerator random) {
    return Duration.ofMillis(longestBunch == 0 ? 0 : random.nextInt(longestBunch));
  }

  // ---------------------------------------------------------------- what follows for all

  long longestLease() {
    return switch (leases) {
      case SHORT -> 6_000;
      case DEFAULT -> 60_000;
      case MIXED -> 600_000;
    };
  }

  long shortestLease() {
    return leases == Leases.DEFAULT ? 60_000 : 6_000;
  }

  long longestHeartbeat() {
    return longestLease() / 2;
  }

  static Conditions of(Plan plan, SplittableRandom random) {
    return new Conditions(plan, random.split());
  }

  @Override
  public String toString() {
    return masters
        + " masters, "
        + workspaces.size()
        + " workspaces, pages of "
        + pageSize
        + ", "
        + slowest
        + " links, "
        + leases
        + " leases"
        + (otherOptions ? ", other options" : "")
        + (wallClocksApart ? ", wall clocks apart" : "")
        + (lateDiscovery ? ", masters found late" : "")
        + (longestBunch > 0 ? ", tasks in bunches" : "")
        + (crowd > 0 ? ", a crowd of " + crowd : "");
  }
}
