package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bin/simulate}. */
@Command(
    name = "bin/simulate",
    description = "Runs simulated clusters through bad days of the store and of themselves.")
public final class Simulate implements Callable<Integer> {

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

  /** Exits with 1 when a run violated something, with 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Simulate()).execute(args));
  }

  @Override
  public Integer call() {
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

  private int runAll() {
    Map<Plan, Long> longestGhost = new EnumMap<>(Plan.class);
    List<Simulation.Outcome> failed = new ArrayList<>();
    for (long next = from; next < from + seeds; next++) {
      Simulation.Outcome outcome = Simulation.run(next);
      longestGhost.merge(Plan.of(next), outcome.longestGhostMillis(), Math::max);
      if (!outcome.violations().isEmpty()) {
        failed.add(outcome);
        System.out.println(
            "seed " + next + " (" + outcome.plan() + "): " + outcome.violations().get(0));
      }
      if ((next - from + 1) % 100 == 0) {
        System.out.println(
            (next - from + 1) + " of " + seeds + " plans, " + failed.size() + " with violations");
      }
    }
    longestGhost.forEach(
        (plan, millis) ->
            System.out.println("longest ghost %4d s  %s".formatted(millis / 1_000, plan.words())));
    System.out.println(seeds + " plans, " + failed.size() + " with violations");
    return failed.isEmpty() ? 0 : 1;
  }
}
