package dev.presence.testkit;

import dev.presence.runtime.PresenceRuntime.Scheduled;

/** A task that waits for its time. */
final class ManualTask implements Scheduled {

  private final long due;
  private final long number;
  private final ManualProcess process;
  private final Runnable body;
  private boolean over;

  /**
   * Creates a task; it is not in the queue yet.
   *
   * @param due when to run it, in ticks
   * @param number of two tasks that are due at once, the one with the lower number runs first
   */
  ManualTask(long due, long number, ManualProcess process, Runnable body) {
    this.due = due;
    this.number = number;
    this.process = process;
    this.body = body;
  }

  long due() {
    return due;
  }

  long number() {
    return number;
  }

  ManualProcess process() {
    return process;
  }

  /** True once it ran or was cancelled. */
  boolean isOver() {
    return over;
  }

  void run() {
    end();
    body.run();
  }

  @Override
  public void cancel() {
    if (!over) {
      end();
    }
  }

  private void end() {
    over = true;
    process.ended();
  }
}
