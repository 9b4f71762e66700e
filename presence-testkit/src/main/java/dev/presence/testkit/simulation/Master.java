package dev.presence.testkit.simulation;

import dev.presence.memory.internal.MemoryHub;
import dev.presence.memory.internal.MemoryState;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.store.PresenceStore;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One master of the simulated store: some of the workspaces, a clock of its own, and all that can
 * go wrong with it. After a failover it is another server with another id, which has the data. For
 * one thread.
 */
final class Master {

  private static final Duration BACKUP_INTERVAL = Duration.ofMillis(500);
  private static final int MOST_BACKUPS = 200;

  private record Backup(long takenAt, MemoryState state) {}

  final Trouble trouble = new Trouble();
  private final ManualRuntime runtime;
  private final String name;
  private final int pageSize;
  private final MemoryHub hub;
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Backup> backups = new ArrayDeque<>();
  private List<Runnable> arrived = new ArrayList<>();
  private int servers = 1;
  private int pauses;
  private int breakdowns;
  private long skew;
  private long lastJump;
  private long forgotAt = Trouble.NEVER;
  private long clockMovedAt = Trouble.NEVER;
  private @Nullable Scheduled nextBackup;

  Master(ManualRuntime runtime, String name, int pageSize) {
    this.runtime = runtime;
    this.name = name;
    this.pageSize = pageSize;
    this.hub = new MemoryHub(new MemoryState(pageSize), this::clock, runtime::execute);
  }

  /** Names the server that is the master now. */
  String id() {
    return name + "." + servers;
  }

  /** The clock of the master, in epoch milliseconds. */
  long clock() {
    return runtime.wallMillis() + skew;
  }

  PresenceStore door() {
    return hub.open();
  }

  void add(Line line) {
    lines.add(line);
  }

  // ---------------------------------------------------------------- calls

  boolean isUp() {
    return pauses == 0 && breakdowns == 0;
  }

  boolean isDown() {
    return breakdowns > 0;
  }

  /** When it was disturbed last, if it is away; else long ago. */
  long silentSince() {
    return isUp() ? Trouble.NEVER : trouble.last();
  }

  /**
   * Runs what arrived here; while the master is paused, when it goes on, whether anybody still
   * waits for it or not.
   */
  void arrive(Runnable call) {
    if (isUp()) {
      call.run();
    } else if (!isDown()) {
      arrived.add(call);
    }
  }

  // ---------------------------------------------------------------- outages

  void pause() {
    pauses++;
    trouble.begin(runtime.ticks());
  }

  /** Ends one {@link #pause}: runs what arrived meanwhile. */
  void goOn() {
    pauses--;
    trouble.end(runtime.ticks());
    if (isUp()) {
      List<Runnable> waiting = arrived;
      arrived = new ArrayList<>();
      waiting.forEach(Runnable::run);
    }
  }

  /** The process dies: connections break, calls are refused. */
  void goDown() {
    breakdowns++;
    trouble.begin(runtime.ticks());
    arrived = new ArrayList<>();
    lines.forEach(Line::disconnect);
  }

  /** Ends one {@link #goDown}: starts with the data it had. */
  void start() {
    breakdowns--;
    trouble.end(runtime.ticks());
    lines.forEach(Line::reconnectSoon);
  }

  /** Ends one {@link #goDown}: another server takes over, under another id. */
  void takeOver(Duration writesLost, Duration clockAhead) {
    servers++;
    rollBack(writesLost);
    moveClock(clockAhead);
    start();
  }

  void moveClock(Duration jump) {
    if (!jump.isZero()) {
      skew += jump.toMillis();
      lastJump = jump.toMillis();
      clockMovedAt = runtime.ticks();
      trouble.happened(runtime.ticks());
    }
  }

  /** By how much the clock jumped last; 0 if it never did. */
  long lastJump() {
    return lastJump;
  }

  /** When the clock jumped last, by whatever. */
  long clockMovedAt() {
    return clockMovedAt;
  }

  // ---------------------------------------------------------------- losses

  /** When data was lost last. */
  long forgotAt() {
    return forgotAt;
  }

  /** What is kept for a time has expired in an outage, or by a jump of the clock. */
  void forgot() {
    forgotAt = runtime.ticks();
  }

  void lose(Consumer<MemoryState> loss) {
    forgot();
    trouble.happened(runtime.ticks());
    hub.with(
        state -> {
          loss.accept(state);
          return state;
        });
  }

  /** Takes a copy twice a second from now on, for {@link #rollBack}. */
  void keepBackups() {
    hub.with(state -> backups.add(new Backup(runtime.ticks(), state.copy())));
    if (backups.size() > MOST_BACKUPS) {
      backups.removeFirst();
    }
    nextBackup = runtime.schedule(BACKUP_INTERVAL, this::keepBackups);
  }

  void stopBackups() {
    if (nextBackup != null) {
      nextBackup.cancel();
    }
  }

  /** Has the data again that it had so long ago. */
  void rollBack(Duration age) {
    long then = runtime.ticks() - age.toMillis();
    MemoryState old = new MemoryState(pageSize);
    for (Backup backup : backups) {
      old = backup.takenAt() <= then ? backup.state() : old;
    }
    MemoryState chosen = old;
    lose(state -> state.restore(chosen));
  }

  /** How many workspaces the master still knows something of, but claims. */
  int records(List<String> workspaces) {
    return hub.with(
        state -> {
          workspaces.forEach(state::loseRegisters);
          state.sweep(clock());
          return state.size();
        });
  }

  @Override
  public String toString() {
    return "master " + name;
  }
}
