package dev.presence.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs stores against scripted servers for two minutes of faults and a quiet minute, on one thread
 * and in manual time. Everything is drawn from the seed; the same seed gives the same run.
 */
final class LinesSimulation {

  private static final Duration FAULTS = Duration.ofSeconds(90);

  /**
   * A hanging look at the map and a hanging attempt to connect are given up after 10 s each, a
   * half-open connection after 5 s; the rest is for pauses in between.
   */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  private static final int MOST_FAULTS = 12;

  /** Two lines per server, each of which pauses for 300 ms when a connection did not last. */
  private static final int MOST_DIALS_PER_SECOND = 20;

  /** What became of a run. */
  record Outcome(long seed, List<String> violations, List<String> steps) {}

  private final long seed;
  private final ScriptedWorld world;
  private final LinesJournal journal;
  private final List<LinesNode> nodes = new ArrayList<>();
  private final LinesFaults faults;

  private LinesSimulation(long seed) {
    this.seed = seed;
    this.world = new ScriptedWorld(seed, seed % 3 != 0, 4, 5);
    this.journal = new LinesJournal(world);
    this.faults = new LinesFaults(world, journal, nodes);
  }

  static Outcome run(long seed) {
    LinesSimulation simulation = new LinesSimulation(seed);
    try {
      simulation.live();
      simulation.recover();
      simulation.end();
    } catch (RuntimeException e) {
      simulation.journal.violation("threw " + e);
    }
    return new Outcome(seed, simulation.journal.violations, simulation.journal.steps);
  }

  private void live() {
    IntStream.range(0, 2).forEach(i -> nodes.add(new LinesNode("node" + i, world, journal)));
    if (world.random.nextInt(4) == 0) {
      faults.happen(); // already while the stores connect
    }
    for (LinesNode node : nodes) {
      world.workspaces.forEach(workspace -> node.subscribe(node.feed(workspace)));
      act(node);
    }
    int count = world.random.nextInt(1, MOST_FAULTS);
    for (int i = 0; i < count; i++) {
      plan(faults::happen);
    }
    world.runtime.advance(FAULTS);
    faults.mendAll();
  }

  private void plan(Runnable act) {
    world.runtime.schedule(
        Duration.ofMillis(world.random.nextLong(FAULTS.toMillis() - 16_000)), act);
  }

  /** Calls, and subscriptions that come and go, all the time. */
  private void act(LinesNode node) {
    String workspace = world.workspaces.get(world.random.nextInt(world.workspaces.size()));
    switch (world.random.nextInt(8)) {
      case 0 -> node.subscribe(node.feed(workspace));
      case 1 -> node.unsubscribe(node.feeds.get(world.random.nextInt(node.feeds.size())));
      case 2 -> renew(node);
      case 3, 4 -> node.read(workspace);
      default -> node.write(workspace);
    }
    if (node.feeds.isEmpty()) {
      node.subscribe(node.feed(workspace));
    }
    if (world.runtime.ticks() < FAULTS.toMillis()) {
      node.process.schedule(Duration.ofMillis(world.random.nextInt(1_000)), () -> act(node));
    }
  }

  private void renew(LinesNode node) {
    node.feeds.get(world.random.nextInt(node.feeds.size())).renew();
  }

  // ---------------------------------------------------------------- checks

  private void recover() {
    world.runtime.advance(RECOVERY);
    long since = world.runtime.ticks();
    if (!world.cluster) {
      renewWhatIsAtTheOldMaster();
    }
    for (LinesNode node : nodes) {
      node.calls.stream()
          .filter(call -> !call.isDone() && since - call.at() > 1_000)
          .forEach(call -> journal.violation(call.name() + " of " + call.at() + " has not ended"));
      node.feeds.stream()
          .filter(feed -> !feed.established)
          .forEach(feed -> journal.violation(feed + " is not established"));
      checkCallsSucceed(node);
      checkShards(node);
    }
    nodes.forEach(node -> world.workspaces.forEach(workspace -> checkMessage(node, workspace)));
    checkDials();
  }

  /** Behind Sentinel the feed may be left at a server that was replaced; the engine renews it. */
  private void renewWhatIsAtTheOldMaster() {
    nodes.forEach(
        node -> {
          node.write(world.workspaces.get(0)); // a replica refuses it, and is left
        });
    world.runtime.advance(Duration.ofSeconds(3));
    for (int i = 0; i < 2; i++) {
      nodes.forEach(node -> node.feeds.stream().limit(1).forEach(LinesNode.Feed::renew));
      world.runtime.advance(Duration.ofSeconds(2));
    }
  }

  private void checkCallsSucceed(LinesNode node) {
    List<LinesNode.Call> made = new ArrayList<>();
    for (String workspace : world.workspaces) {
      made.add(node.write(workspace));
      made.add(node.read(workspace));
      made.add(node.ping(node.store.shardOf(workspace)));
    }
    world.runtime.advance(Duration.ofMillis(100));
    made.stream()
        .filter(call -> !call.hasSucceeded())
        .forEach(call -> journal.violation(call.name() + " fails though all is well"));
  }

  private void checkShards(LinesNode node) {
    List<LinesNode.Call> pings = node.store.shards().stream().map(node::ping).toList();
    world.runtime.advance(Duration.ofMillis(100));
    if (pings.isEmpty() || !pings.stream().allMatch(LinesNode.Call::hasSucceeded)) {
      journal.violation(node + " has a shard that does not answer: " + pings);
    }
    if (!world.cluster) {
      return;
    }
    for (String workspace : world.workspaces) {
      String shard = node.store.shardOf(workspace).id();
      if (!shard.equals(world.ownerOf(workspace).address)) {
        journal.violation(node + " takes " + shard + " for the shard of " + workspace);
      }
    }
  }

  private void checkMessage(LinesNode writer, String workspace) {
    writer.write(workspace);
    world.runtime.advance(Duration.ofMillis(100));
    long number = world.lastMessage();
    for (LinesNode node : nodes) {
      node.feeds.stream()
          .filter(feed -> feed.workspace.equals(workspace) && feed.lastMessage != number)
          .forEach(feed -> journal.violation(feed + " has not received message " + number));
    }
  }

  private void checkDials() {
    world.dials.forEach(
        (who, times) -> {
          for (int i = MOST_DIALS_PER_SECOND; i < times.size(); i++) {
            if (times.get(i) - times.get(i - MOST_DIALS_PER_SECOND) < 1_000) {
              journal.violation(who + ": too many dials in the second before " + times.get(i));
              return;
            }
          }
        });
  }

  private void end() {
    for (LinesNode node : nodes) {
      if (node.openWires() > 2L * world.servers.size()) {
        journal.violation(node + " has " + node.openWires() + " connections");
      }
      LinesNode.Call last = node.write(world.workspaces.get(0));
      node.close();
      world.runtime.advance(Duration.ofSeconds(25));
      node.calls.add(last);
      node.calls.stream()
          .filter(call -> !call.isDone())
          .forEach(call -> journal.violation(call.name() + " has not ended with the store"));
      world.runtime.advance(Duration.ofSeconds(1));
      if (node.process.pending() > 0) {
        journal.violation(node + " has left " + node.process.pending() + " tasks");
      }
      if (node.openWires() > 0) {
        journal.violation(node + " has left " + node.openWires() + " connections");
      }
    }
  }

  /** Runs seeds: {@code FIRST LAST}, or one seed step by step. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[0]);
    long last = arguments.length > 1 ? Long.parseLong(arguments[1]) : first;
    for (long seed = first; seed <= last; seed++) {
      Outcome outcome = run(seed);
      if (first == last) {
        outcome.steps().forEach(System.out::println);
      }
      outcome.violations().forEach(it -> System.out.println("seed " + outcome.seed() + ": " + it));
    }
  }
}
