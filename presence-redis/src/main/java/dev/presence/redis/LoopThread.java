package dev.presence.redis;

import dev.presence.spi.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread of its own, and the clock of the JVM. Safe for use by any thread. */
final class LoopThread implements Scheduler {

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, LoopThread::thread);

  LoopThread() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "presence-redis");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public long ticks() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    Future<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void execute(Runnable task) {
    ForkJoinPool.commonPool().execute(task);
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
