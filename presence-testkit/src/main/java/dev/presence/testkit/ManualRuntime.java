package dev.presence.testkit;

import dev.presence.runtime.PresenceRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A runtime in which nothing happens by itself: the test moves the time, and everything that is due
 * runs in order, on the test's own thread. The same seed gives the same run.
 *
 * <p>A test of a cluster gives each node a {@linkplain #process process}, which can be paused, as
 * by a long garbage collection, and stopped, as by a crash, while the others go on.
 *
 * <p>For one thread: the first that uses it. A call from another one throws, since it would make a
 * run depend on how threads are scheduled.
 */
public final class ManualRuntime implements PresenceRuntime {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** So many tasks at one moment are taken for tasks that start each other without end. */
  private static final int MOST_TASKS_AT_ONCE = 1_000_000;

  private final SplittableRandom random;
  private final List<ManualProcess> processes = new ArrayList<>();
  private final TaskQueue queue = new TaskQueue();
  private final ManualProcess world;
  private long now;
  private long wallOffset = START.toEpochMilli();
  private long tasks;
  private boolean running;
  private @Nullable Thread thread;

  /** Creates a runtime with a fixed seed. */
  public ManualRuntime() {
    this(0);
  }

  /** Creates a runtime whose randomness is drawn from the seed. */
  public ManualRuntime(long seed) {
    random = new SplittableRandom(seed);
    world = new ManualProcess(this, "world", random);
    processes.add(world);
  }

  /** Starts a process, with its own randomness; the name is for messages. */
  public ManualProcess process(String name) {
    ManualProcess process = new ManualProcess(this, name, random.split());
    processes.add(process);
    return process;
  }

  /**
   * Lets the time pass, and runs what becomes due in the order of its time, each task at its time.
   * What a task throws ends the call.
   *
   * @throws IllegalStateException when a task calls, or when tasks start each other without end
   */
  public void advance(Duration time) {
    runThrough(now + time.toMillis());
  }

  /** Runs what is due now, and what becomes due now by that. */
  public void runUntilIdle() {
    runThrough(now);
  }

  /** Makes the wall clock of all processes jump, and nothing else. */
  public void moveWallClock(Duration jump) {
    wallOffset += jump.toMillis();
  }

  /** The number of tasks, of all processes, that wait to be run and were not cancelled. */
  public int pending() {
    return processes.stream().mapToInt(ManualProcess::pending).sum();
  }

  @Override
  public long wallMillis() {
    return wallOffset + now;
  }

  @Override
  public long ticks() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    world.execute(task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return world.schedule(delay, task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Of two tasks that are due at once, the one with the lower number runs first. */
  long nextTaskNumber() {
    checkThread();
    return tasks++;
  }

  void add(ManualTask task) {
    queue.add(task);
  }

  void remove(ManualProcess process) {
    processes.remove(process);
  }

  private void runThrough(long until) {
    checkThread();
    if (running) {
      throw new IllegalStateException("a task moved the time; only the test may, between tasks");
    }
    running = true;
    try {
      runTasks(until);
      now = until;
    } finally {
      running = false;
    }
  }

  private void runTasks(long until) {
    int atOnce = 0;
    ManualTask task = next(until);
    while (task != null) {
      atOnce = task.due() > now ? 0 : atOnce + 1;
      if (atOnce > MOST_TASKS_AT_ONCE) {
        throw new IllegalStateException("tasks start each other without end at tick " + now);
      }
      now = Math.max(now, task.due());
      task.run();
      task = next(until);
    }
  }

  /** The next task that may run, taken out of the queue; null when none is due. */
  private @Nullable ManualTask next(long until) {
    ManualTask first = queue.removeDue(until);
    while (first != null && (first.isOver() || !first.process().takes(first))) {
      first = queue.removeDue(until);
    }
    return first;
  }

  private void checkThread() {
    Thread current = Thread.currentThread();
    if (thread == null) {
      thread = current;
    }
    if (current != thread) {
      throw new IllegalStateException(
          "a manual runtime is used by one thread, " + thread + ", but " + current + " called");
    }
  }
}
