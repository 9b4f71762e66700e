package dev.presence.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What two nodes together do, on one thread under a manual clock, measured with JMH. The baseline
 * is the same in a workspace of ten users: cost should not grow with the number of users.
 */
final class EngineSize implements Measurement {

  private static final String SMALLEST = "10 users";
  private static final double NOISE = 1.5;
  private static final int WARM_UP = 8;
  private static final int ITERATIONS = 5;

  @Override
  public void measure(Figures figures) throws RunnerException {
    rows(figures, ConnectBenchmark.class, "oneComesAndGoes", "one user connects and leaves");
    rows(figures, HeartbeatBenchmark.class, "anIdleMinute", "one minute without changes");
  }

  private static void rows(Figures figures, Class<?> type, String method, String work)
      throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(type.getName() + "\\." + method)
                    .mode(Mode.AverageTime)
                    .forks(1)
                    .warmupIterations(WARM_UP)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(ITERATIONS)
                    .measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    List<RunResult> bySize =
        results.stream().sorted(Comparator.comparingInt(EngineSize::users)).toList();
    double smallest = bySize.get(0).getPrimaryResult().getScore();
    for (RunResult result : bySize) {
      int users = users(result);
      figures
          .row(String.format("%s, with %,d users", work, users), "µs")
          .size(users)
          .goal(Goal.ratioAtMost(NOISE))
          .add(result.getPrimaryResult().getScore(), SMALLEST, smallest);
    }
  }

  private static int users(RunResult result) {
    return Integer.parseInt(result.getParams().getParam("users"));
  }
}
