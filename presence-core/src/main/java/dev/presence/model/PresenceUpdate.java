package dev.presence.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two states of one workspace, as a node sees it. Immutable.
 *
 * <p>Updates of one {@linkplain #epoch() epoch} build on each other, starting from an empty
 * workspace: an observer that sees a new epoch forgets what it had and finds everyone who is online
 * in this update.
 */
public final class PresenceUpdate {

  private final String workspaceId;
  private final String epoch;
  private final long version;
  private final boolean stale;
  private final List<PresenceChange> changes;

  private PresenceUpdate(
      String workspaceId, String epoch, long version, boolean stale, List<PresenceChange> changes) {
    this.workspaceId = workspaceId;
    this.epoch = epoch;
    this.version = version;
    this.stale = stale;
    this.changes = List.copyOf(changes);
  }

  /** An update; each user is in at most one of the changes. */
  public static PresenceUpdate of(
      String workspaceId, String epoch, long version, boolean stale, List<PresenceChange> changes) {
    return new PresenceUpdate(workspaceId, epoch, version, stale, changes);
  }

  /** Which workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /**
   * Names the view that the versions count in; it is new whenever a node opens the workspace again.
   */
  public String epoch() {
    return epoch;
  }

  /**
   * Up to which change of that view this update is complete; grows with each change within an
   * epoch, and stays when only {@link #stale()} changed.
   */
  public long version() {
    return version;
  }

  /** True while absent users are <em>unknown</em>, not offline. */
  public boolean stale() {
    return stale;
  }

  /** Who changed; each user at most once; empty when only {@link #stale()} changed. */
  public List<PresenceChange> changes() {
    return changes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PresenceUpdate that
        && workspaceId.equals(that.workspaceId)
        && epoch.equals(that.epoch)
        && version == that.version
        && stale == that.stale
        && changes.equals(that.changes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(workspaceId, epoch, version, stale, changes);
  }

  @Override
  public String toString() {
    return "PresenceUpdate[workspaceId="
        + workspaceId
        + ", epoch="
        + epoch
        + ", version="
        + version
        + ", stale="
        + stale
        + ", changes="
        + changes
        + "]";
  }
}
