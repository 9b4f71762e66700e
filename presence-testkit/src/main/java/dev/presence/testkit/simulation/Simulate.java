package dev.presence.testkit.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bin/simulate}. */
@Command(
    name = "bin/simulate",
    description = "Runs simulated clusters through bad days of the store and of themselves.")
public final class Simulate implements Callable<Integer> {

  private static final int PROGRESS = 1_000;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this and exit")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  @Option(names = "--seeds", description = "how many plans to run (default ${DEFAULT-VALUE})")
  private int seeds = 500;

  @Option(names = "--from", description = "the first seed (default ${DEFAULT-VALUE})")
  private long from = 0;

  @Option(names = "--seed", description = "run this one plan, and tell its steps in words")
  private @Nullable Long seed;

  @Option(
      names = "--plan",
      description = "run only the seeds of this plan: ${COMPLETION-CANDIDATES}")
  private @Nullable Plan plan;

  @Option(
      names = "--threads",
      description = "how many plans run at once (default: one per processor)")
  private int threads = Runtime.getRuntime().availableProcessors();

  private final Map<Plan, Results> results = new EnumMap<>(Plan.class);
  private int done;
  private int violated;

  /** What the runs of one plan came to. */
  private static final class Results {
    int runs;
    int violated;
    long longestGhost;
    String firstViolation = "";
  }

  /** Exits with 1 when a run violated something, with 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Simulate()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    return seed == null ? runAll() : runOne(seed);
  }

  private static int runOne(long seed) {
    Simulation.Outcome outcome = Simulation.run(seed);
    System.out.println("seed " + seed + ": " + outcome.plan());
    outcome.steps().forEach(System.out::println);
    System.out.println(
        outcome.violations().isEmpty()
            ? "no violation; longest ghost " + outcome.longestGhostMillis() / 1_000 + " s"
            : outcome.violations().size() + " violations");
    return outcome.violations().isEmpty() ? 0 : 1;
  }

  /** Each run is on one thread; several runs go on at once. */
  private int runAll() throws InterruptedException {
    AtomicLong next = new AtomicLong(from);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(() -> runUntilAllAreTaken(next));
    }
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
    results.forEach(Simulate::print);
    System.out.println(done + " plans, " + violated + " with violations");
    return violated == 0 ? 0 : 1;
  }

  private void runUntilAllAreTaken(AtomicLong next) {
    for (long mine = next.getAndIncrement(); mine < from + seeds; mine = next.getAndIncrement()) {
      if (plan == null || Plan.of(mine) == plan) {
        note(run(mine));
      }
    }
  }

  /** A run that fails altogether is a violation too, and ends no other run. */
  private static Simulation.Outcome run(long seed) {
    try {
      return Simulation.run(seed);
    } catch (RuntimeException | Error e) {
      return new Simulation.Outcome(
          seed, Plan.of(seed).words(), List.of("the run failed: " + e), List.of(), 0);
    }
  }

  private synchronized void note(Simulation.Outcome outcome) {
    done++;
    Results plan = results.computeIfAbsent(Plan.of(outcome.seed()), key -> new Results());
    plan.runs++;
    plan.longestGhost = Math.max(plan.longestGhost, outcome.longestGhostMillis());
    if (!outcome.violations().isEmpty()) {
      violated++;
      plan.violated++;
      String first = "seed " + outcome.seed() + ": " + outcome.violations().get(0);
      plan.firstViolation = plan.firstViolation.isEmpty() ? first : plan.firstViolation;
      System.out.println(first + " (" + outcome.plan() + ")");
    }
    if (done % PROGRESS == 0) {
      System.out.println(done + " of " + seeds + " plans, " + violated + " with violations");
    }
  }

  private static void print(Plan plan, Results results) {
    System.out.println(
        "%6d plans, %5d violated, longest ghost %4d s  %s"
            .formatted(results.runs, results.violated, results.longestGhost / 1_000, plan.words()));
    if (results.violated > 0) {
      System.out.println("        " + results.firstViolation);
    }
  }
}
