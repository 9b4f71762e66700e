package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.engine.LeaseRule;
import dev.presence.testkit.simulation.Simulation;
import dev.presence.testkit.simulation.Simulation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A cluster lives through bad days; see {@code bin/simulate} for more of them, and to replay one.
 */
class SimulationTest {

  private static final long SEEDS = 500;

  @Test
  void noViolationInFiveHundredPlans() {
    List<String> violations = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      violations.addAll(violations(Simulation.run(seed)));
    }
    assertThat(violations).isEmpty();
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
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> Simulation.run(seed, without))
            .filter(outcome -> !outcome.violations().isEmpty())
            .findFirst();
    assertThat(violated).as("a violation without " + rule).isPresent();
    System.out.printf("without %s: %s%n", rule, violations(violated.get()).get(0));
  }

  private static List<String> violations(Outcome outcome) {
    return outcome.violations().stream()
        .map(violation -> "seed " + outcome.seed() + " (" + outcome.plan() + "): " + violation)
        .toList();
  }
}
