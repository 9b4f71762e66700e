package dev.presence.testkit.simulation;

import dev.presence.PresenceTracker;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Runs a whole cluster through some minutes of somebody's life and some bad days of the store, the
 * network and the nodes, on one thread and in manual time: real trackers, over the in-memory store
 * behind lines that fail. Everything is drawn from the seed; the same seed gives the same run.
 */
public final class Simulation {

  private static final long MORNING_MILLIS = 20_000;
  private static final long LIFE_MILLIS = 300_000;
  private static final long FIRST_DAY = 40_000;
  private static final long LAST_DAY = 160_000;
  private static final Duration TO_LEAVE = Duration.ofSeconds(20);
  private static final int ACTS = 100;

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
  private final ManualRuntime runtime;
  private final Conditions conditions;
  private final Cluster cluster;
  private final Users users;
  private final BadDays badDays;

  private Simulation(long seed, UnaryOperator<PresenceTracker.Builder> setup) {
    this.seed = seed;
    this.plan = Plan.of(seed);
    SplittableRandom source = new SplittableRandom(seed);
    this.conditions = new Conditions(plan, source.split());
    this.random = source;
    this.runtime = new ManualRuntime(seed);
    this.cluster = new Cluster(runtime, conditions, setup, journal);
    this.users = new Users(cluster, random);
    this.badDays = new BadDays(cluster, users, random);
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
    begin();
    runtime.advance(Duration.ofMillis(LIFE_MILLIS));
    beQuiet();
    end();
    return new Outcome(
        seed, plan.words(), journal.violations(), journal.lines(), cluster.checkers.longestGhost());
  }

  private void begin() {
    cluster.step(conditions.toString());
    for (int i = 0; i < conditions.nodes; i++) {
      cluster.start();
    }
    for (SimulatedNode node : cluster.nodes) {
      for (String workspace : conditions.workspaces) {
        if (random.nextInt(4) > 0) {
          node.openView(workspace);
        }
      }
    }
    if (plan.losesWrites()) {
      cluster.store.masters().forEach(Master::keepBackups);
    }
    cluster.checkers.begin();
    users.plan(MORNING_MILLIS, LIFE_MILLIS, ACTS);
    if (conditions.crowd > 0) {
      SimulatedNode node = cluster.nodes.get(cluster.nodes.size() - 1);
      users.crowd(node, conditions.workspaces.get(0), conditions.crowd, 10_000);
    }
    badDays.planViews(LIFE_MILLIS);
    for (Plan day : plan.days(random)) {
      badDays.plan(day, random.nextLong(FIRST_DAY, LAST_DAY));
    }
  }

  /** Nothing goes wrong for so long that everything must be right in the end. */
  private void beQuiet() {
    cluster.step("from now on it is quiet");
    badDays.end();
    for (SimulatedNode node : cluster.open()) {
      conditions.workspaces.forEach(node::openView);
    }
    runtime.advance(Duration.ofMillis(quietMillis()));
    cluster.checkers.end();
  }

  /**
   * A heartbeat of two nodes after each other; two leases for those who crashed after the store had
   * lost data; and no less than two minutes, since a clock that went back keeps what has ended.
   */
  private long quietMillis() {
    long longest = 2 * conditions.longestHeartbeat();
    for (SimulatedNode node : cluster.nodes) {
      longest = Math.max(longest, node.isAlive() ? 0 : 2 * node.leaseMillis());
    }
    return Math.max(120_000, longest + 80_000);
  }

  /** Everybody leaves, every node stops: nothing may be left, in the trackers or in the store. */
  private void end() {
    users.everyoneLeaves();
    cluster.alive().forEach(SimulatedNode::closeViews);
    runtime.advance(TO_LEAVE);
    cluster.alive().forEach(cluster::shutdown);
    cluster.store.masters().forEach(Master::stopBackups);
    runtime.advance(Duration.ofMillis(2 * conditions.longestLease() + 10_000));
    for (SimulatedNode node : cluster.nodes) {
      if (node.process.pending() > 0) {
        cluster.checkers.violation(
            node + " has left " + node.process.pending() + " tasks scheduled");
      }
    }
    for (Master master : cluster.store.masters()) {
      int left = master.records(conditions.workspaces);
      if (left > 0) {
        cluster.checkers.violation(master + " still holds " + left + " workspaces");
      }
    }
    cluster.futures.check(cluster.checkers);
  }
}
