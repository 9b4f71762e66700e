package dev.presence.redis;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a store that manages connections and calls feeds. State that is confined to it
 * needs no lock, and messages keep their order. Tasks must not block. Safe for use by any thread;
 * after {@link #close} nothing runs any more.
 */
final class Loop implements AutoCloseable {

  /** A task that runs later than this was held up by a sleep of the process. */
  private static final long SLEPT_MILLIS = 1_000;

  private static final Scheduled NOTHING = () -> {};

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final Scheduler scheduler;
  private final List<CompletableFuture<?>> ends = new ArrayList<>();

  Loop(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Runs the task soon; false when the loop was closed before. */
  boolean run(Runnable task) {
    return later(Duration.ZERO, task);
  }

  /** Runs the task after the delay, unless the loop is closed before that; false when it is. */
  boolean later(Duration delay, Runnable task) {
    return timer(delay, task) != NOTHING;
  }

  /** Like {@link #later}; the result can be cancelled. */
  Scheduled timer(Duration delay, Runnable task) {
    try {
      return scheduler.schedule(delay, () -> guarded(task));
    } catch (RejectedExecutionException e) {
      log.trace("A task came after the loop was closed", e);
      return NOTHING;
    }
  }

  /** Like {@link #later}, but does nothing when the process slept when the task was due. */
  void laterUnlessAsleep(Duration delay, Runnable task) {
    long due = ticks() + delay.toMillis();
    later(
        delay,
        () -> {
          if (ticks() - due <= SLEPT_MILLIS) {
            task.run();
          }
        });
  }

  /** A clock that only runs forward, in milliseconds. */
  long ticks() {
    return scheduler.ticks();
  }

  /** Completes with the event, or fails with a {@code TimeoutException} once the limit is over. */
  CompletableFuture<Void> within(Duration limit, CompletableFuture<Void> event) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Scheduled timer =
        timer(
            limit, () -> result.completeExceptionally(new TimeoutException("not within " + limit)));
    if (timer == NOTHING) {
      result.completeExceptionally(new IllegalStateException("the store was closed"));
    }
    event.whenComplete(
        (done, failure) -> {
          timer.cancel();
          result.complete(null);
        });
    return result;
  }

  /** Registers something that is ending; for tasks of the loop. {@link #afterEnds} waits for it. */
  void ends(CompletableFuture<?> end) {
    ends.removeIf(CompletableFuture::isDone);
    ends.add(end);
  }

  /** Runs the task once everything has ended that is ending now; for a task of the loop. */
  void afterEnds(Runnable task) {
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .whenComplete((done, failure) -> task.run());
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("A task of the Redis store failed; the store continues. Please report this", e);
    }
  }

  /** Tasks that are due still run. */
  @Override
  public void close() {
    scheduler.close();
  }
}
