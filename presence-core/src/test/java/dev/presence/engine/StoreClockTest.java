package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreClockTest {

  private final StoreClock clock = new StoreClock(60_000, 1_000_000, 500);

  @Test
  void itShowsTheOwnTimeUntilTheFirstReading() {
    assertThat(clock.at(700)).isEqualTo(1_000_200);
  }

  @Test
  void aReadingIsTakenForTheMiddleOfTheWay() {
    clock.read(2_000_000, 1_000, 1_200);
    assertThat(clock.at(1_100)).isEqualTo(2_000_000);
    assertThat(clock.at(3_100)).isEqualTo(2_002_000);
  }

  @Test
  void theFirstReadingIsNoJumpHoweverWrongTheOwnTimeIs() {
    assertThat(clock.read(9_000_000, 1_000, 1_000)).isFalse();
  }

  @Test
  void aClockThatRunsAheadByAQuarterOfTheLeaseHasJumped() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(2_015_999, 2_000, 2_000)).isFalse();
    assertThat(clock.read(2_031_999, 3_000, 3_000)).isTrue();
    assertThat(clock.read(2_032_999, 4_000, 4_000)).as("told once").isFalse();
  }

  @Test
  void aClockThatWasMovedBackMakesLeasesLookLongerOnly() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(1_000_000, 2_000, 2_000)).isFalse();
    assertThat(clock.at(2_000)).isEqualTo(1_000_000);
  }
}
