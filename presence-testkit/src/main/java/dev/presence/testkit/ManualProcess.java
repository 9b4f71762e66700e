package dev.presence.testkit;

import dev.presence.runtime.PresenceRuntime;
import java.time.Duration;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One process in a {@link ManualRuntime}: the runtime to give to one node. Its clocks go on while
 * it is paused, as those of a real one do.
 */
public final class ManualProcess implements PresenceRuntime {

  private enum State {
    RUNNING,
    PAUSED,
    STOPPED
  }

  private final ManualRuntime world;
  private final String name;
  private final RandomGenerator random;
  private final TreeSet<ManualTask> queue = new TreeSet<>();
  private State state = State.RUNNING;
  private long wallOffset;

  ManualProcess(ManualRuntime world, String name, RandomGenerator random) {
    this.world = world;
    this.name = name;
    this.random = random;
  }

  /** Holds back everything that becomes due, until {@link #resume}. */
  public void pause() {
    if (state == State.RUNNING) {
      state = State.PAUSED;
    }
  }

  /** Goes on. What became due meanwhile runs late, in order, as soon as the time moves. */
  public void resume() {
    if (state == State.PAUSED) {
      state = State.RUNNING;
    }
  }

  /** Crashes: nothing that waits, and nothing that is given to this process later, ever runs. */
  public void stop() {
    state = State.STOPPED;
    queue.clear();
    world.remove(this);
  }

  /** True unless the process is paused or stopped. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Makes the wall clock of this process jump, and nothing else. */
  public void moveWallClock(Duration jump) {
    wallOffset += jump.toMillis();
  }

  /** The number of tasks that wait to be run and were not cancelled. */
  public int pending() {
    return queue.size();
  }

  @Override
  public long wallMillis() {
    return world.wallMillis() + wallOffset;
  }

  @Override
  public long ticks() {
    return world.ticks();
  }

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    long due = ticks() + Math.max(0, delay.toMillis());
    ManualTask scheduled = new ManualTask(due, world.nextTaskNumber(), queue, task);
    if (state != State.STOPPED) {
      queue.add(scheduled);
    }
    return scheduled;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public String toString() {
    return name + " (" + state + ", " + queue.size() + " tasks)";
  }

  @Nullable ManualTask firstRunnable() {
    return state == State.RUNNING && !queue.isEmpty() ? queue.first() : null;
  }
}
