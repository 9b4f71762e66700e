package dev.presence.testkit;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.util.Comparator;
import java.util.Set;

/** A task that waits for its time. */
final class ManualTask implements Scheduled, Comparable<ManualTask> {

  private static final Comparator<ManualTask> ORDER =
      Comparator.comparingLong(ManualTask::due).thenComparingLong(task -> task.number);

  private final long due;
  private final long number;
  private final Set<ManualTask> queue;
  private final Runnable body;

  /**
   * Creates a task; it is not in the queue yet.
   *
   * @param due when to run it, in ticks
   * @param number of two tasks that are due at once, the one with the lower number runs first
   */
  ManualTask(long due, long number, Set<ManualTask> queue, Runnable body) {
    this.due = due;
    this.number = number;
    this.queue = queue;
    this.body = body;
  }

  long due() {
    return due;
  }

  void run() {
    queue.remove(this);
    body.run();
  }

  @Override
  public void cancel() {
    queue.remove(this);
  }

  @Override
  public int compareTo(ManualTask other) {
    return ORDER.compare(this, other);
  }
}
