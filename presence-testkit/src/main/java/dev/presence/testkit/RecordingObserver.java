package dev.presence.testkit;

import dev.presence.model.Presence;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.util.List;
import java.util.Map;

/**
 * An observer that keeps what a node publishes, of any number of workspaces. Everything that reads
 * the recording throws an {@link AssertionError} if updates do not fit together: a version that
 * does not grow, a change that changes nothing, a previous status that was not published.
 *
 * <p>Safe for use by any thread.
 */
public final class RecordingObserver implements PresenceObserver {

  private final Recording recording = new Recording();

  /** Creates an observer that has seen nothing. */
  public RecordingObserver() {}

  @Override
  public void onUpdate(PresenceUpdate update) {
    recording.add(update);
  }

  /** All updates so far, in the order in which they came. */
  public List<PresenceUpdate> updates() {
    return recording.updates();
  }

  /** What a member of the workspace sees of the user now; offline when it was never told. */
  public PresenceStatus statusOf(String workspaceId, String userId) {
    return presenceOf(workspaceId, userId).status();
  }

  /** What a member of the workspace sees of the user now, with its time. */
  public Presence presenceOf(String workspaceId, String userId) {
    return recording.presenceOf(workspaceId, userId);
  }

  /** Everybody whom a member of the workspace sees online now. */
  public Map<String, Presence> members(String workspaceId) {
    return recording.members(workspaceId);
  }

  /**
   * Every status that a member of the workspace saw of the user, in order; no two in a row equal.
   */
  public List<PresenceStatus> historyOf(String workspaceId, String userId) {
    return recording.historyOf(workspaceId, userId);
  }

  /** True when the workspace was told last that the store is out of reach. */
  public boolean isStale(String workspaceId) {
    return recording.isStale(workspaceId);
  }
}
