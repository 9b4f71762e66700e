package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Stores over scripted servers, in manual time; -Dpresence.lines.seeds=N runs more of them. */
class RedisLinesSimulationTest {

  private static final long SEEDS = Long.getLong("presence.lines.seeds", 2_000);

  @Test
  void afterTheLastFaultEverythingWorksAgain() {
    List<LinesSimulation.Outcome> bad =
        LongStream.range(0, SEEDS)
            .mapToObj(LinesSimulation::run)
            .filter(outcome -> !outcome.violations().isEmpty())
            .toList();
    assertThat(bad)
        .as("replay one step by step with LinesSimulation.main(seed)")
        .extracting(outcome -> "seed " + outcome.seed() + ": " + outcome.violations())
        .isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(LinesSimulation.run(7).steps()).isEqualTo(LinesSimulation.run(7).steps());
  }
}
