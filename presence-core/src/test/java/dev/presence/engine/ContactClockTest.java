package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContactClockTest {

  private final ContactClock clock = new ContactClock(false);

  @Test
  void itStandsUntilTheFirstAnswer() {
    assertThat(clock.millis()).isZero();
    assertThat(clock.isInContact()).isFalse();
    clock.answered(70_000);
    assertThat(clock.millis()).isZero();
    assertThat(clock.isInContact()).isTrue();
  }

  @Test
  void eachAnswerAddsTheTimeSinceTheOneBefore() {
    clock.answered(1_000);
    clock.answered(2_000);
    clock.answered(5_000);
    assertThat(clock.millis()).isEqualTo(4_000);
  }

  @Test
  void aSilenceOfMoreThanThreeSecondsAddsNothing() {
    clock.answered(1_000);
    clock.answered(4_001);
    assertThat(clock.millis()).isZero();
    clock.answered(4_501);
    assertThat(clock.millis()).isEqualTo(500);
  }

  @Test
  void whatAnAnswerWouldAddIsKnownBefore() {
    assertThat(clock.millisIfAnswered(70_000)).isZero();
    clock.answered(1_000);
    assertThat(clock.millisIfAnswered(4_000)).isEqualTo(3_000);
    assertThat(clock.millisIfAnswered(4_001)).isZero();
    assertThat(clock.millis()).isZero();
  }

  @Test
  void answersThatOvertakeEachOtherCountTheTimeOnce() {
    clock.answered(1_000);
    clock.answered(1_500);
    clock.answered(1_400);
    clock.answered(2_000);
    assertThat(clock.millis()).isEqualTo(1_000);
    assertThat(clock.silence(2_000, 0)).isZero();
  }

  @Test
  void contactIsLostByACallWithoutAnAnswerAndRegainedByTheNextAnswer() {
    clock.answered(0);
    clock.lost();
    assertThat(clock.isInContact()).isFalse();
    clock.answered(2_000);
    assertThat(clock.isInContact()).isTrue();
    assertThat(clock.millis()).isEqualTo(2_000);
  }

  @Test
  void theSilenceIsCountedFromTheLastAnswerOrFromTheStart() {
    assertThat(clock.silence(7_000, 2_000)).isEqualTo(5_000);
    clock.answered(8_000);
    assertThat(clock.silence(9_500, 2_000)).isEqualTo(1_500);
  }
}
