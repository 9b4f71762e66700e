package dev.presence.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** A runtime without time: hands tasks to an executor, or keeps them until the test runs them. */
public final class QueuedRuntime implements PresenceRuntime {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Executor executor;

  public QueuedRuntime() {
    executor = waiting::add;
  }

  public QueuedRuntime(Executor executor) {
    this.executor = executor;
  }

  /** How many tasks were handed over and not run yet. */
  public int waiting() {
    return waiting.size();
  }

  /** Runs what waits, and what that hands over; may be called by such a task, like by a thread. */
  public void run() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  @Override
  public long wallMillis() {
    return 0;
  }

  @Override
  public long ticks() {
    return 0;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("nothing is scheduled here");
  }

  @Override
  public RandomGenerator random() {
    throw new UnsupportedOperationException("no numbers are drawn here");
  }
}
