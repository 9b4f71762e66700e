package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.engine.LeaseRule;
import dev.presence.testkit.simulation.Simulation;
import dev.presence.testkit.simulation.Simulation.Outcome;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A cluster lives through bad days; see {@code bin/simulate} for more of them, and to replay one.
 */
class SimulationTest {

  private static final long SEEDS = 2_000;
  private static final long SEEDS_WITHOUT_A_RULE = 1_000;

  @Test
  void noPlanIsViolated() {
    assertThat(
            LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(Simulation::run)
                .flatMap(SimulationTest::violations))
        .isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(Simulation.run(17).steps()).isEqualTo(Simulation.run(17).steps());
  }

  /**
   * A rule that can be switched off without a violation would be no rule, or its checker would be
   * blind.
   */
  @ParameterizedTest
  @EnumSource(LeaseRule.class)
  void withoutTheRuleSomePlanIsViolated(LeaseRule rule) {
    UnaryOperator<PresenceTracker.Builder> without = builder -> builder.without(rule);
    Optional<Outcome> violated =
        LongStream.range(0, SEEDS_WITHOUT_A_RULE)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, without))
            .filter(outcome -> !outcome.violations().isEmpty())
            .findFirst();
    assertThat(violated).as("a violation without " + rule).isPresent();
    violations(violated.get())
        .limit(1)
        .forEach(first -> System.out.printf("without %s: %s%n", rule, first));
  }

  private static Stream<String> violations(Outcome outcome) {
    return outcome.violations().stream()
        .map(violation -> "seed " + outcome.seed() + " (" + outcome.plan() + "): " + violation);
  }
}
