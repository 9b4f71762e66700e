package dev.presence.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a store on which connections are looked after and feeds are told: what is
 * confined to it needs no lock, and messages keep their order. Tasks must not block. Safe for use
 * by any thread; after {@link #close} nothing runs any more.
 */
final class Loop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor executor;
  private final List<CompletableFuture<?>> ends = new ArrayList<>();

  Loop() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "presence-redis");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the task soon; false when the loop was closed before. */
  boolean run(Runnable task) {
    return later(Duration.ZERO, task);
  }

  boolean later(Duration delay, Runnable task) {
    try {
      executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      log.trace("A task came after the end", e);
      return false;
    }
  }

  /** This is ending; for tasks of the loop, to whom {@link #afterEnds} matters. */
  void ends(CompletableFuture<?> end) {
    ends.removeIf(CompletableFuture::isDone);
    ends.add(end);
  }

  /** Runs the task once all has ended that is ending now; for a task of the loop. */
  void afterEnds(Runnable task) {
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .whenComplete((done, failure) -> task.run());
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("A task failed", e);
    }
  }

  /** What was handed over before still runs. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
