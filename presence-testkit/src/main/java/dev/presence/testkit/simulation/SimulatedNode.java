package dev.presence.testkit.simulation;

import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualProcess;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One node of the cluster: a real tracker in a process of the manual runtime, behind lines that can
 * fail.
 */
final class SimulatedNode {

  final String name;
  final ManualProcess process;
  final SimulatedStore store;
  final PresenceTracker tracker;
  final PresenceOptions options;
  final long startedAt;

  /** Its process was disturbed. */
  final Trouble trouble = new Trouble();

  /** Those who look at a workspace here now. */
  final Map<String, Viewer> viewers = new LinkedHashMap<>();

  private final Viewer.Watch watch;
  private final Map<String, Long> closedIncomplete = new HashMap<>();
  private int acts;
  private boolean alive = true;
  private boolean draining;
  private long drainsSince = Trouble.NOT_YET;
  private boolean crashed;

  SimulatedNode(
      String name,
      ManualProcess process,
      SimulatedStore store,
      PresenceTracker tracker,
      Viewer.Watch watch) {
    this.name = name;
    this.process = process;
    this.store = store;
    this.tracker = tracker;
    this.options = tracker.options();
    this.watch = watch;
    this.startedAt = process.ticks();
  }

  Workspace workspace(String workspaceId) {
    return tracker.workspace(workspaceId);
  }

  Line line(String workspaceId) {
    return store.line(workspaceId);
  }

  // ---------------------------------------------------------------- views

  @Nullable Viewer viewer(String workspaceId) {
    return viewers.get(workspaceId);
  }

  void openView(String workspaceId) {
    if (takesConnections() && !viewers.containsKey(workspaceId)) {
      Viewer viewer = new Viewer(this, workspaceId, watch);
      viewers.put(workspaceId, viewer);
      viewer.open();
    }
  }

  void closeView(String workspaceId) {
    Viewer viewer = viewers.remove(workspaceId);
    if (viewer != null) {
      viewer.close();
      if (!viewer.wasComplete()) {
        closedIncomplete.put(workspaceId, process.ticks());
      }
    }
  }

  /** When a view was closed last that had never been complete; long ago if none was. */
  long closedIncompleteAt(String workspaceId) {
    return closedIncomplete.getOrDefault(workspaceId, Trouble.NEVER);
  }

  void closeViews() {
    viewers.values().forEach(Viewer::close);
    viewers.clear();
  }

  // ---------------------------------------------------------------- its life

  /** True until it crashed or stopped. */
  boolean isAlive() {
    return alive;
  }

  /** True when it takes new connections. */
  boolean takesConnections() {
    return alive && !draining && process.isRunning();
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

  void drains() {
    draining = true;
    drainsSince = process.ticks();
  }

  /**
   * True when its users may be offline for the others although they are still connected: their
   * clients had the time of the handover to connect elsewhere.
   */
  boolean isPastHandover(long now) {
    return draining && now >= drainsSince + options.drainTime().toMillis();
  }

  boolean isDraining() {
    return draining;
  }

  /**
   * Until when its record stays after it drained, if the store lost data around then; long ago if
   * not.
   */
  long recordEndsAfterDrain(long forgotAt) {
    boolean lost = draining && Math.abs(forgotAt - drainsSince) <= goneMillis();
    return lost ? drainsSince + goneMillis() : Trouble.NEVER;
  }

  void crashed() {
    crashed = true;
    dead();
  }

  /** True when it ended without an orderly stop. */
  boolean hasCrashed() {
    return crashed;
  }

  void dead() {
    alive = false;
    viewers.clear();
  }

  /** The process sleeps from now on. */
  void pause() {
    long now = process.ticks();
    process.pause();
    trouble.begin(now);
    store.lines().forEach(line -> line.absence.begin(now, line.master.trouble.last()));
  }

  void resume() {
    long now = process.ticks();
    process.resume();
    trouble.end(now);
    store.lines().forEach(line -> line.absence.end(now));
  }

  // ---------------------------------------------------------------- what may be expected of it

  long leaseMillis() {
    return options.presenceTtl().toMillis();
  }

  long heartbeatMillis() {
    return options.heartbeatInterval().toMillis();
  }

  /** How long its users may be shown after it was heard last: its lease, or longer if it drains. */
  long goneMillis() {
    return Math.max(leaseMillis(), options.drainTime().toMillis());
  }

  @Override
  public String toString() {
    return name;
  }
}
