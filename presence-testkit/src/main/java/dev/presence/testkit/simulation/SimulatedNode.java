package dev.presence.testkit.simulation;

import dev.presence.PresenceTracker;
import dev.presence.Subscription;
import dev.presence.Workspace;
import dev.presence.testkit.ManualProcess;
import java.util.concurrent.CompletionStage;

/**
 * One node of the cluster: a real tracker in a process of the manual runtime, behind a link that
 * can fail.
 */
final class SimulatedNode {

  /**
   * Others may take a node for dead that was out of reach for longer than its lease less a
   * heartbeat.
   */
  private static final long EXCUSE_MILLIS = 25_000;

  final String name;
  final ManualProcess process;
  final FaultyStore link;
  final PresenceTracker tracker;
  final Viewer viewer;
  private final Subscription subscription;
  private int acts;
  private boolean alive = true;
  private boolean leaving;

  private long awaySince = Long.MIN_VALUE / 2;
  private long awayUntil = Long.MIN_VALUE / 2;

  /** When it was last so long asleep or cut off that others may rightly have taken it for dead. */
  private long excusedUntil = Long.MIN_VALUE;

  SimulatedNode(
      String name,
      ManualProcess process,
      FaultyStore link,
      PresenceTracker tracker,
      Viewer.Watch watch) {
    this.name = name;
    this.process = process;
    this.link = link;
    this.tracker = tracker;
    this.viewer = new Viewer(this, watch);
    this.subscription = workspace().subscribe(viewer);
  }

  Workspace workspace() {
    return tracker.workspace(Cluster.WORKSPACE);
  }

  /** True until it crashed or stopped. */
  boolean isAlive() {
    return alive;
  }

  /** True when it takes new connections. */
  boolean takesConnections() {
    return alive && !leaving && process.isRunning();
  }

  /** Something was set by hand here; until the store has it, nobody else can know. */
  void acting(CompletionStage<Void> stored) {
    acts++;
    stored.whenComplete((done, failure) -> acts--);
  }

  /** True while a crash would lose what was set by hand, or not. */
  boolean isActing() {
    return acts > 0;
  }

  void leaving() {
    leaving = true;
  }

  void stopListening() {
    subscription.close();
  }

  void dead() {
    alive = false;
  }

  /**
   * It sleeps or is cut off for so long from now on. Soon after the last time that is one absence:
   * it may have had no time to renew its lease.
   */
  void outOfReach(long now, long millis, long leaseMillis) {
    awaySince = now > awayUntil + leaseMillis / 2 ? now : awaySince;
    awayUntil = Math.max(awayUntil, now + millis);
    if (awayUntil - awaySince > EXCUSE_MILLIS) {
      excusedUntil = awayUntil + 3 * leaseMillis;
    }
  }

  boolean isExcused(long now) {
    return now < excusedUntil;
  }

  @Override
  public String toString() {
    return name;
  }
}
