package dev.presence.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The one port for time, scheduling and randomness. Everything in a tracker that depends on them
 * goes through here, so that all of it runs under a manual clock on one thread. Safe for use by any
 * thread.
 */
public interface PresenceRuntime {

  /**
   * The wall clock in epoch milliseconds; for what people read, never for measuring. It may jump.
   */
  long wallMillis();

  /** A clock that only runs forward, in milliseconds from an arbitrary start; for measuring. */
  long ticks();

  /** Runs the task soon, on a thread other than the caller's or after the caller is done. */
  void execute(Runnable task);

  /**
   * Like {@link #execute}, for a callback of the application, which may block: no other task waits
   * for its thread.
   */
  default void executeCallback(Runnable task) {
    execute(task);
  }

  /**
   * Runs the task once after the delay, unless it is cancelled before. A late run is possible: the
   * process may have slept.
   */
  Scheduled schedule(Duration delay, Runnable task);

  /**
   * Like {@link #schedule}, for the probe of the store: it must not wait behind other tasks however
   * many there are. The task is short and does not block.
   */
  default Scheduled scheduleUrgent(Duration delay, Runnable task) {
    return schedule(delay, task);
  }

  /**
   * Like {@link #schedule}, for a task that judges somebody else's silence: when it would run more
   * than a second late, this process slept, not the other side, and the other side gets the whole
   * delay once more.
   */
  default Scheduled scheduleAwake(Duration delay, Runnable task) {
    return new AwakeTimer(this, delay, task);
  }

  /** Randomness for ids and jitter. */
  RandomGenerator random();

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Scheduled {
    /** The task will not begin after this, unless it has begun already. Idempotent. */
    void cancel();
  }
}
