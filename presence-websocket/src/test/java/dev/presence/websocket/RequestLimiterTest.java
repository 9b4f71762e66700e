package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLimiterTest {

  @Test
  void soManyAtOnceAndThenSoManyASecond() {
    TokenBucket tokens = new TokenBucket(20, 10, 5_000);
    for (int i = 0; i < 20; i++) {
      assertThat(tokens.tryTake(5_000)).isTrue();
    }
    assertThat(tokens.tryTake(5_000)).isFalse();
    assertThat(tokens.millisToNext(5_000)).isEqualTo(100);
    assertThat(tokens.tryTake(5_099)).isFalse();
    assertThat(tokens.tryTake(5_100)).isTrue();
    assertThat(tokens.tryTake(5_150)).isFalse();
    assertThat(tokens.tryTake(5_200)).isTrue();
    int taken = 0;
    for (long now = 5_201; now <= 15_200; now++) {
      taken += tokens.tryTake(now) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(100);
  }

  @Test
  void neverMoreThanTheBurstHoweverLongTheSilence() {
    TokenBucket tokens = new TokenBucket(3, 10, 0);
    long later = Long.MAX_VALUE / 4;
    for (int i = 0; i < 3; i++) {
      assertThat(tokens.tryTake(later)).isTrue();
    }
    assertThat(tokens.tryTake(later)).isFalse();
  }
}
