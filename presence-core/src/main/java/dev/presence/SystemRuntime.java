package dev.presence;

import dev.presence.runtime.PresenceRuntime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock, threads and randomness of the JVM. One thread starts scheduled tasks on other threads,
 * one probes the store, and one per processor runs the library's own short tasks. Callbacks, which
 * may block, have their own threads. All threads are daemons. After the end, tasks run on the
 * caller's thread, so that no caller waits forever.
 */
final class SystemRuntime implements PresenceRuntime, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SystemRuntime.class);

  /** Enough for some callbacks that block, few enough that a burst of them starts no flood. */
  static final int MOST_CALLBACKS = 64;

  private static final long IDLE_SECONDS = 30;

  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()), threads("worker"));
  private final Executor callbacks;
  private final @Nullable ExecutorService ownCallbacks;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, threads("timer"));
  private final ScheduledThreadPoolExecutor urgent =
      new ScheduledThreadPoolExecutor(1, threads("probe"));
  private final RandomGenerator random = new SecureRandom();

  /**
   * Starts the threads.
   *
   * @param executor runs callbacks; null for threads of its own, at most {@value #MOST_CALLBACKS}
   *     of which are busy at a time
   */
  SystemRuntime(@Nullable Executor executor) {
    ownCallbacks = executor == null ? boundedPool() : null;
    callbacks = executor == null ? Objects.requireNonNull(ownCallbacks) : executor;
    timer.setRemoveOnCancelPolicy(true);
    urgent.setRemoveOnCancelPolicy(true);
  }

  private static ExecutorService boundedPool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST_CALLBACKS,
            MOST_CALLBACKS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("callback"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long ticks() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public void execute(Runnable task) {
    hand(workers, task);
  }

  @Override
  public void executeCallback(Runnable task) {
    hand(callbacks, task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return schedule(timer, delay, () -> execute(task));
  }

  /** On a thread of its own, whatever the workers are busy with. */
  @Override
  public Scheduled scheduleUrgent(Duration delay, Runnable task) {
    return schedule(urgent, delay, () -> run(task));
  }

  private static Scheduled schedule(ScheduledThreadPoolExecutor on, Duration delay, Runnable task) {
    try {
      Future<?> future =
          on.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {}; // closed meanwhile
    }
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  private static void hand(Executor pool, Runnable task) {
    try {
      pool.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      run(task); // closed
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("A task failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    urgent.shutdownNow();
    workers.shutdown();
    if (ownCallbacks != null) {
      ownCallbacks.shutdown();
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "presence-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
