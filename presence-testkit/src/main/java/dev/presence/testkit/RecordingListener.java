package dev.presence.testkit;

import dev.presence.model.Presence;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listener of one workspace that keeps what it was told. Everything that reads the recording
 * throws an {@link AssertionError} if what was told does not fit together: an update before the
 * snapshot or already contained in it, a second snapshot, a change that changes nothing, a previous
 * status that nobody was told.
 *
 * <p>Safe for use by any thread.
 */
public final class RecordingListener implements PresenceListener {

  private final Recording recording = new Recording();
  private volatile @Nullable WorkspacePresence snapshot;

  /** Creates a listener that was told nothing. */
  public RecordingListener() {}

  @Override
  public void onSnapshot(WorkspacePresence workspace) {
    recording.start(workspace);
    snapshot = workspace;
  }

  @Override
  public void onUpdate(PresenceUpdate update) {
    if (snapshot == null) {
      recording.contradict("an update came before the snapshot: " + update);
    }
    recording.add(update);
  }

  /** True once the snapshot came. */
  public boolean isStarted() {
    return snapshot != null;
  }

  /** What came first. */
  public WorkspacePresence snapshot() {
    WorkspacePresence first = snapshot;
    if (first == null) {
      throw new AssertionError("no snapshot came yet");
    }
    return first;
  }

  /** All updates so far, in the order in which they came. */
  public List<PresenceUpdate> updates() {
    return recording.updates();
  }

  /** What the listener sees of the user now; offline when it was never told. */
  public PresenceStatus statusOf(String userId) {
    return presenceOf(userId).status();
  }

  /** What the listener sees of the user now, with its time. */
  public Presence presenceOf(String userId) {
    return recording.presenceOf(workspaceId(), userId);
  }

  /** Everybody whom the listener sees online now. */
  public Map<String, Presence> members() {
    return recording.members(workspaceId());
  }

  /** Every status that the listener saw of the user, in order; no two in a row are equal. */
  public List<PresenceStatus> historyOf(String userId) {
    return recording.historyOf(workspaceId(), userId);
  }

  /** True when the listener was told last that the store is out of reach. */
  public boolean isStale() {
    return recording.isStale(workspaceId());
  }

  private String workspaceId() {
    WorkspacePresence first = snapshot;
    return first == null ? "" : first.workspaceId();
  }
}
