package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One timer for all sockets of an endpoint. At each tick every socket looks whether its client was
 * silent too long. It stops while there is no socket.
 *
 * <p>Safe for use by any thread. A tick runs on the runtime's thread and only hands over.
 */
final class PingWheel {

  /** Whoever is looked after. */
  interface Target {
    /** A tick, at this time of the wheel's clock. Must not block. */
    void tick(long now);
  }

  /** A tick is so small a part of the shortest limit that it is kept to a few percent. */
  private static final long TICKS_PER_LIMIT = 20;

  private static final long SHORTEST_MILLIS = 5;
  private static final long LONGEST_MILLIS = 500;

  private final PresenceRuntime runtime;
  private final AwakeClock clock = new AwakeClock();
  private final long tickMillis;
  private final Set<Target> targets = ConcurrentHashMap.newKeySet();
  private boolean turning;

  PingWheel(PresenceRuntime runtime, EndpointLimits limits) {
    this.runtime = runtime;
    long shortest =
        Math.min(
            limits.sendTimeout().toMillis(),
            Math.min(limits.pingInterval().toMillis(), limits.pongTimeout().toMillis()));
    tickMillis = Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, shortest / TICKS_PER_LIMIT));
  }

  /** The time as of the last tick. */
  long now() {
    return clock.now();
  }

  void add(Target target) {
    targets.add(target);
    start();
  }

  void remove(Target target) {
    targets.remove(target);
  }

  private synchronized void start() {
    if (!turning) {
      turning = true;
      clock.start(runtime.ticks());
      schedule();
    }
  }

  private void schedule() {
    runtime.schedule(Duration.ofMillis(tickMillis), this::tick);
  }

  private void tick() {
    synchronized (this) {
      if (targets.isEmpty()) {
        turning = false;
        return;
      }
      clock.tick(runtime.ticks(), tickMillis);
    }
    long now = clock.now();
    targets.forEach(target -> target.tick(now));
    schedule();
  }
}
