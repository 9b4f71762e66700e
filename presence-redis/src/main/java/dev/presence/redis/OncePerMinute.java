package dev.presence.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits a message of the log, so that damage that stays does not fill it. Safe for any thread. */
final class OncePerMinute {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Runs a task after a delay; {@link Loop#later} is one. */
  @FunctionalInterface
  interface Timer {
    boolean later(Duration delay, Runnable task);
  }

  private final Timer timer;
  private final AtomicBoolean pausing = new AtomicBoolean();

  OncePerMinute(Timer timer) {
    this.timer = timer;
  }

  /** True when it was not true within the last minute. */
  boolean allows() {
    boolean allowed = pausing.compareAndSet(false, true);
    if (allowed) {
      timer.later(PAUSE, () -> pausing.set(false));
    }
    return allowed;
  }
}
