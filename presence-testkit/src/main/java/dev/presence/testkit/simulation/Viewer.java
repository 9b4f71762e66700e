package dev.presence.testkit.simulation;

import dev.presence.Subscription;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at one workspace on one node, and reports what is shown. */
final class Viewer implements PresenceListener {

  /** Receives each status that a viewer is shown. */
  interface Watch {
    /** The first that a viewer is shown is complete. */
    void opened(Viewer viewer);

    /** A status changed after that. */
    void shown(Viewer viewer, String userId, PresenceStatus status);

    /** The viewer was shown what it knew already. */
    void repeated(Viewer viewer, String userId, PresenceStatus status);
  }

  final SimulatedNode node;
  final String workspaceId;
  final long openedAt;

  /** Where what is shown differs from what is so, by user. */
  final Map<String, Mismatch> mismatches = new HashMap<>();

  private final Watch watch;
  private final Map<String, PresenceStatus> online = new HashMap<>();
  private @Nullable Subscription subscription;
  private boolean open;
  private boolean stale;
  private boolean complete;
  private long staleSince;

  Viewer(SimulatedNode node, String workspaceId, Watch watch) {
    this.node = node;
    this.workspaceId = workspaceId;
    this.watch = watch;
    this.openedAt = node.process.ticks();
  }

  void open() {
    subscription = node.tracker.workspace(workspaceId).subscribe(this);
  }

  void close() {
    open = false;
    if (subscription != null) {
      subscription.close();
    }
  }

  /** True once it was shown everybody, and until it is closed. */
  boolean isOpen() {
    return open;
  }

  Map<String, PresenceStatus> online() {
    return online;
  }

  PresenceStatus status(String userId) {
    return online.getOrDefault(userId, PresenceStatus.OFFLINE);
  }

  boolean isStale() {
    return stale;
  }

  /** True once everything was read for the first time. */
  boolean wasComplete() {
    return complete;
  }

  /** Since when the view is stale, or is so no more. */
  long staleSince() {
    return staleSince;
  }

  @Override
  public void onSnapshot(WorkspacePresence workspace) {
    stale = workspace.stale();
    complete = !stale;
    staleSince = node.process.ticks();
    workspace.members().forEach((user, presence) -> online.put(user, presence.status()));
    open = true;
    watch.opened(this);
  }

  @Override
  public void onUpdate(PresenceUpdate update) {
    if (!open) {
      return;
    }
    if (stale != update.stale()) {
      stale = update.stale();
      complete |= !stale;
      staleSince = node.process.ticks();
    }
    for (PresenceChange change : update.changes()) {
      show(change.userId(), change.presence().status());
    }
  }

  private void show(String userId, PresenceStatus status) {
    PresenceStatus before = status.isOnline() ? online.put(userId, status) : online.remove(userId);
    PresenceStatus known = before == null ? PresenceStatus.OFFLINE : before;
    if (known == status) {
      watch.repeated(this, userId, status);
    } else {
      watch.shown(this, userId, status);
    }
  }

  @Override
  public String toString() {
    return node + " in " + workspaceId;
  }
}
