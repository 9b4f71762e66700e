package dev.presence.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock in milliseconds for the silence of others: it does not run while this process sleeps. One
 * thread at a time moves it, any may read it.
 */
final class AwakeClock {

  /** A tick later than this is taken for a sleep of the process. */
  private static final long SLEPT_MILLIS = 1_000;

  private final AtomicLong now = new AtomicLong();
  private long ticksBefore;

  /** Starts to run, at this moment of the runtime's clock. */
  void start(long ticks) {
    ticksBefore = ticks;
  }

  /** Moves to this moment of the runtime's clock, to which {@code expected} milliseconds lead. */
  void tick(long ticks, long expected) {
    long elapsed = Math.max(0, ticks - ticksBefore);
    ticksBefore = ticks;
    now.addAndGet(elapsed > expected + SLEPT_MILLIS ? expected : elapsed);
  }

  long now() {
    return now.get();
  }
}
