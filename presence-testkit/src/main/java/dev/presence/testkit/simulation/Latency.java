package dev.presence.testkit.simulation;

import java.util.random.RandomGenerator;

/** How long one way between a node and a master of the store takes. */
enum Latency {
  NORMAL(30),
  /** Answers after 100 to 900 ms. */
  SLOW(450),
  /** Mostly normal, but one way in fifty takes longer than the timeout of a call. */
  SPIKES(2_500),
  /** Answers after 2.1 to 2.8 s, always: later than the timeout of the call, and all the same. */
  LATE(1_400),
  /** Answers after up to 5 s: most of them after the timeout of the call. */
  VERY_SLOW(2_500);

  private static final int[] NORMAL_WAYS = {1, 1, 1, 2, 3, 8, 30};

  /** The longest way, in milliseconds. */
  final int mostMillis;

  Latency(int mostMillis) {
    this.mostMillis = mostMillis;
  }

  /** True when answers may come after the timeout of the call. */
  boolean isBeyondTimeout() {
    return this == SPIKES || this == LATE || this == VERY_SLOW;
  }

  int draw(RandomGenerator random) {
    return switch (this) {
      case NORMAL -> NORMAL_WAYS[random.nextInt(NORMAL_WAYS.length)];
      case SLOW -> random.nextInt(50, mostMillis + 1);
      case LATE -> random.nextInt(1_050, mostMillis + 1);
      case SPIKES ->
          random.nextInt(50) == 0 ? random.nextInt(500, mostMillis + 1) : NORMAL.draw(random);
      case VERY_SLOW -> random.nextInt(200, mostMillis + 1);
    };
  }
}
