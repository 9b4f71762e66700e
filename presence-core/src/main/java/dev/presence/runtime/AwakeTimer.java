package dev.presence.runtime;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A timer that starts again when it finds that the process slept. */
final class AwakeTimer implements Scheduled {

  /**
   * A run later than this is taken for a sleep of the process; scheduling under load is late by far
   * less.
   */
  private static final long SLEPT_MILLIS = 1_000;

  private final PresenceRuntime runtime;
  private final Duration delay;
  private final Runnable task;
  private @Nullable Scheduled current;
  private boolean cancelled;

  AwakeTimer(PresenceRuntime runtime, Duration delay, Runnable task) {
    this.runtime = runtime;
    this.delay = delay;
    this.task = task;
    start();
  }

  private synchronized void start() {
    if (!cancelled) {
      long due = runtime.ticks() + delay.toMillis();
      current = runtime.schedule(delay, () -> fire(due));
    }
  }

  private void fire(long due) {
    if (runtime.ticks() - due > SLEPT_MILLIS) {
      start();
    } else {
      task.run();
    }
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.cancel();
    }
  }
}
