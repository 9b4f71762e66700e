package dev.presence.testkit.simulation;

import dev.presence.PresenceTracker;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Runs a whole cluster through ten minutes of somebody's life and some of the store's bad days, on
 * one thread and in manual time: real trackers, over the in-memory store behind links that fail.
 * Everything is drawn from the seed; the same seed gives the same run.
 */
public final class Simulation {

  private static final long LIFE_MILLIS = 450_000;
  private static final Duration QUIET = Duration.ofSeconds(250);
  private static final Duration LAST_LEASES = Duration.ofSeconds(130);
  private static final int NODES = 4;
  private static final int ACTS = 80;

  /**
   * What became of a run.
   *
   * @param seed the seed
   * @param plan what went wrong in it, in words
   * @param violations what must not have happened; empty when all is well
   * @param steps everything that happened, in words
   * @param longestGhostMillis how long a viewer in contact with the store was shown somebody who
   *     had gone
   */
  public record Outcome(
      long seed,
      String plan,
      List<String> violations,
      List<String> steps,
      long longestGhostMillis) {}

  private final Plan plan;
  private final long seed;
  private final RandomGenerator random;
  private final Journal journal = new Journal();
  private final Checkers checkers = new Checkers(journal);
  private final ManualRuntime runtime;
  private final Cluster cluster;
  private final Users users;

  private Simulation(long seed, UnaryOperator<PresenceTracker.Builder> setup) {
    this.seed = seed;
    this.plan = Plan.of(seed);
    this.random = new SplittableRandom(seed);
    this.runtime = new ManualRuntime(seed);
    StoreWorld store = new StoreWorld(runtime);
    this.cluster = new Cluster(runtime, store, setup, checkers);
    this.users = new Users(cluster, checkers, journal, random);
  }

  /** Runs the plan of a seed with the trackers as they are. */
  public static Outcome run(long seed) {
    return run(seed, UnaryOperator.identity());
  }

  /** Runs the plan of a seed with trackers that are set up differently, to see what that breaks. */
  public static Outcome run(long seed, UnaryOperator<PresenceTracker.Builder> setup) {
    return new Simulation(seed, setup).run();
  }

  private Outcome run() {
    int nodes = plan == Plan.CRASH_ONE_SURVIVOR ? 2 : NODES;
    for (int i = 0; i < nodes; i++) {
      cluster.start();
    }
    if (plan.losesWrites()) {
      cluster.store.keepBackups();
    }
    checkers.watch(cluster);
    users.plan(60_000, LIFE_MILLIS, ACTS);
    BadDays badDays = new BadDays(cluster, checkers, journal, random, users);
    for (Plan day : plan.days(random)) {
      badDays.plan(day, random.nextLong(90_000, 300_000));
    }
    runtime.advance(Duration.ofMillis(LIFE_MILLIS));
    journal.step(runtime.ticks(), "from now on it is quiet");
    if (!cluster.store.unreliability.isNone()) {
      cluster.store.unreliability.none();
      cluster.disturbed();
    }
    runtime.advance(QUIET);
    checkers.everybodyAgrees(!plan.movesClock());
    end();
    return new Outcome(
        seed, plan.words(), journal.violations(), journal.lines(), checkers.longestGhost());
  }

  /** Everybody leaves, every node stops: nothing may be left, in the trackers or in the store. */
  private void end() {
    users.everybodyLeaves();
    cluster.alive().forEach(SimulatedNode::stopListening);
    checkers.watchEnds();
    runtime.advance(Duration.ofSeconds(40));
    cluster.alive().forEach(node -> node.tracker.closeAsync());
    cluster.store.stopBackups();
    runtime.advance(LAST_LEASES);
    for (SimulatedNode node : cluster.nodes) {
      if (node.process.pending() > 0) {
        checkers.violation(node + " has left " + node.process.pending() + " tasks scheduled");
      }
    }
    if (cluster.store.records() > 0) {
      checkers.violation("the store still holds " + cluster.store.records() + " workspaces");
    }
  }
}
