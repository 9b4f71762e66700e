package dev.presence.testkit.simulation;

import dev.presence.memory.internal.MemoryHub;
import dev.presence.memory.internal.MemoryState;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The shared store of a simulated cluster, and all that can go wrong with it. The data and what the
 * operations do to it are those of the in-memory store; this adds the network's latency and the bad
 * days. For one thread.
 */
final class StoreWorld {

  private static final int[] LATENCIES = {1, 1, 1, 2, 3, 8, 30};
  private static final Duration BACKUP_INTERVAL = Duration.ofMillis(500);
  private static final int MOST_BACKUPS = 200;

  private record Backup(long takenAt, MemoryState state) {}

  final ManualRuntime runtime;
  final RandomGenerator random;
  final Unreliability unreliability = new Unreliability();
  private final MemoryHub hub;
  private final List<FaultyStore> links = new ArrayList<>();
  private final Deque<Backup> backups = new ArrayDeque<>();
  private List<Runnable> arrived = new ArrayList<>();
  private int pauses;
  private int breakdowns;
  private long skew;
  private @Nullable Scheduled nextBackup;

  /** How often which small thing goes wrong; all zero at first. */
  static final class Unreliability {
    double messageLost;
    double messageDelayed;
    double messageRepeated;
    double callAppliedTwice;
    double replyOvertaken;

    boolean isNone() {
      return messageLost + messageDelayed + messageRepeated + callAppliedTwice + replyOvertaken
          == 0;
    }

    void none() {
      messageLost = 0;
      messageDelayed = 0;
      messageRepeated = 0;
      callAppliedTwice = 0;
      replyOvertaken = 0;
    }
  }

  StoreWorld(ManualRuntime runtime) {
    this.runtime = runtime;
    this.random = runtime.process("store").random();
    this.hub =
        new MemoryHub(new MemoryState(), () -> runtime.wallMillis() + skew, runtime::execute);
  }

  /** A node's way to the store. */
  FaultyStore link(ManualProcess process) {
    FaultyStore link = new FaultyStore(this, hub.open(), process);
    links.add(link);
    return link;
  }

  Duration latency() {
    return Duration.ofMillis(LATENCIES[random.nextInt(LATENCIES.length)]);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  boolean isUp() {
    return pauses == 0 && breakdowns == 0;
  }

  boolean isDown() {
    return breakdowns > 0;
  }

  /**
   * Runs what arrived at the store; while it is paused, when it goes on, whether anybody still
   * waits for it or not.
   */
  void arrive(Runnable call) {
    if (isUp()) {
      call.run();
    } else if (!isDown()) {
      arrived.add(call);
    }
  }

  void pause() {
    pauses++;
  }

  /** Ends one {@link #pause}: runs what arrived meanwhile. */
  void goOn() {
    pauses--;
    if (isUp()) {
      List<Runnable> waiting = arrived;
      arrived = new ArrayList<>();
      waiting.forEach(Runnable::run);
    }
  }

  /** The process dies: connections break, calls are refused. */
  void goDown() {
    breakdowns++;
    arrived = new ArrayList<>();
    links.forEach(FaultyStore::disconnect);
  }

  /** Ends one {@link #goDown}: starts with the data it had. */
  void start() {
    breakdowns--;
    links.forEach(FaultyStore::reconnectSoon);
  }

  void moveClock(Duration jump) {
    skew += jump.toMillis();
  }

  void forgetEverything() {
    change(MemoryState::clear);
  }

  void lose(java.util.function.Consumer<MemoryState> loss) {
    change(loss);
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

  /** How many workspaces the store still knows something of, but registers. */
  int records() {
    long now = runtime.wallMillis() + skew;
    return hub.with(
        state -> {
          state.loseRegisters(Cluster.WORKSPACE);
          state.sweep(now);
          return state.size();
        });
  }

  /** Has the data again that it had so long ago. */
  void rollBack(Duration age) {
    long then = runtime.ticks() - age.toMillis();
    MemoryState old = new MemoryState();
    for (Backup backup : backups) {
      old = backup.takenAt() <= then ? backup.state() : old;
    }
    MemoryState chosen = old;
    change(state -> state.restore(chosen));
  }

  private void change(java.util.function.Consumer<MemoryState> change) {
    hub.with(
        state -> {
          change.accept(state);
          return state;
        });
  }
}
