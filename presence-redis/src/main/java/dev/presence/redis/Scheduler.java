package dev.presence.redis;

import dev.presence.spi.PresenceRuntime.Scheduled;
import java.time.Duration;

/**
 * Runs the tasks of a {@link Loop}. The real one is a thread, {@link LoopThread}; tests give one
 * whose time they move.
 */
interface Scheduler extends AutoCloseable {

  /** A clock that only runs forward, in milliseconds from an arbitrary start. */
  long ticks();

  /**
   * Runs the task once after the delay, unless it is cancelled before. Tasks run one at a time, in
   * the order of their time.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  Scheduled schedule(Duration delay, Runnable task);

  /** Runs the task soon, after the caller is done or on another thread; after the close, too. */
  void execute(Runnable task);

  /** Tasks that are due still run; all others are dropped. */
  @Override
  void close();
}
