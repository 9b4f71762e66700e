package dev.presence.redis;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.testkit.ManualProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** The scheduler of a store in manual time. */
final class ManualScheduler implements Scheduler {

  private final ManualProcess process;
  private final List<Pending> pending = new ArrayList<>();
  private boolean closed;

  ManualScheduler(ManualProcess process) {
    this.process = process;
  }

  private record Pending(long due, Scheduled task) {}

  @Override
  public long ticks() {
    return process.ticks();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    pending.removeIf(it -> it.due < ticks());
    Scheduled scheduled = process.schedule(delay, task);
    pending.add(new Pending(ticks() + delay.toMillis(), scheduled));
    return scheduled;
  }

  @Override
  public void execute(Runnable task) {
    process.execute(task);
  }

  @Override
  public void close() {
    closed = true;
    pending.stream().filter(it -> it.due > ticks()).forEach(it -> it.task.cancel());
  }
}
