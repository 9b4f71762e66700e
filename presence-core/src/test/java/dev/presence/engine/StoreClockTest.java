package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.engine.StoreClock.Reading;
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
  void anAnswerThatWaitedInAPausedStoreWasReadAtTheEnd() {
    clock.read(2_000_000, 1_000, 61_000);
    assertThat(clock.at(61_000)).isBetween(2_000_000L, 2_001_500L);
  }

  @Test
  void theFirstReadingIsNoJumpHoweverWrongTheOwnTimeIs() {
    assertThat(clock.isKnown()).isFalse();
    assertThat(clock.read(9_000_000, 1_000, 1_000)).isEqualTo(Reading.FIRST);
    assertThat(clock.isKnown()).isTrue();
  }

  @Test
  void aClockThatRunsAheadByAQuarterOfTheLeaseHasJumped() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(2_015_999, 2_000, 2_000)).isEqualTo(Reading.MOVED_AHEAD);
    assertThat(clock.read(2_031_999, 3_000, 3_000)).isEqualTo(Reading.JUMPED_AHEAD);
    assertThat(clock.read(2_032_999, 4_000, 4_000)).as("once").isEqualTo(Reading.CONFIRMED);
  }

  @Test
  void aClockThatWasMovedBackIsFollowed() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(1_000_000, 2_000, 2_000)).isEqualTo(Reading.MOVED_BACK);
    assertThat(clock.at(2_000)).isEqualTo(1_000_000);
  }

  @Test
  void aSlowAnswerThatFitsTheEstimateChangesNothing() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(2_004_900, 2_000, 6_000)).isEqualTo(Reading.CONFIRMED);
    assertThat(clock.at(6_000)).isEqualTo(2_005_000);
  }

  @Test
  void aSlowAnswerThatFitsNoEstimateIsAJump() {
    clock.read(2_000_000, 1_000, 1_000);
    assertThat(clock.read(2_105_000, 2_000, 6_000)).isEqualTo(Reading.JUMPED_AHEAD);
  }
}
