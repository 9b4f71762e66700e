package dev.presence.testkit.simulation;

import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody who looks at the workspace on one node, and compares all that is shown with what may be.
 */
final class Viewer implements PresenceListener {

  /** Is told of each status that the viewer is shown. */
  interface Watch {
    void shown(SimulatedNode node, String userId, PresenceStatus before, PresenceStatus after);

    /** The viewer was told what it knew already. */
    void repeated(SimulatedNode node, String userId, PresenceStatus status);
  }

  private final SimulatedNode node;
  private final Watch watch;
  private final Map<String, PresenceStatus> online = new HashMap<>();
  private boolean stale;

  Viewer(SimulatedNode node, Watch watch) {
    this.node = node;
    this.watch = watch;
  }

  Map<String, PresenceStatus> online() {
    return online;
  }

  boolean isStale() {
    return stale;
  }

  @Override
  public void onSnapshot(WorkspacePresence workspace) {
    stale = workspace.stale();
    workspace.members().forEach((user, presence) -> show(user, presence.status()));
  }

  @Override
  public void onUpdate(PresenceUpdate update) {
    stale = update.stale();
    for (PresenceChange change : update.changes()) {
      show(change.userId(), change.presence().status());
    }
  }

  private void show(String userId, PresenceStatus status) {
    PresenceStatus before = status.isOnline() ? online.put(userId, status) : online.remove(userId);
    PresenceStatus known = before == null ? PresenceStatus.OFFLINE : before;
    if (known == status) {
      watch.repeated(node, userId, status);
    } else {
      watch.shown(node, userId, known, status);
    }
  }
}
