package dev.presence.testkit;

import dev.presence.spi.PresenceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

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

  /** What became due while the process was paused. */
  private List<ManualTask> heldBack = new ArrayList<>();

  private State state = State.RUNNING;
  private long wallOffset;
  private long bunchMillis = 1;
  private int pending;

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
      List<ManualTask> late = heldBack;
      heldBack = new ArrayList<>();
      late.forEach(world::add);
    }
  }

  /** Crashes: nothing that waits, and nothing that is given to this process later, ever runs. */
  public void stop() {
    state = State.STOPPED;
    pending = 0;
    heldBack = new ArrayList<>();
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

  /**
   * From now on, tasks run in bunches, at moments that are this far apart, as on a machine with too
   * little processor time. {@link Duration#ZERO} ends that.
   */
  public void bunch(Duration interval) {
    bunchMillis = Math.max(1, interval.toMillis());
  }

  /** The number of tasks that wait to be run and were not cancelled. */
  public int pending() {
    return pending;
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
    long bunch = (due + bunchMillis - 1) / bunchMillis * bunchMillis;
    ManualTask scheduled = new ManualTask(bunch, world.nextTaskNumber(), this, task);
    if (state != State.STOPPED) {
      pending++;
      world.add(scheduled);
    }
    return scheduled;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public String toString() {
    return name + " (" + state + ", " + pending + " tasks)";
  }

  /**
   * True when a task of this process that is due may run now; one that may not yet is kept for
   * later.
   */
  boolean takes(ManualTask due) {
    if (state == State.PAUSED) {
      heldBack.add(due);
    }
    return state == State.RUNNING;
  }

  /** A task ran, or was cancelled. */
  void ended() {
    if (state != State.STOPPED) {
      pending--;
    }
  }
}
