package dev.presence.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One workspace at one moment, whole or as far as was asked for. Immutable. */
public final class WorkspacePresence {

  private final String workspaceId;
  private final String epoch;
  private final long version;
  private final boolean stale;
  private final Map<String, Presence> members;

  private WorkspacePresence(
      String workspaceId,
      String epoch,
      long version,
      boolean stale,
      Map<String, Presence> members) {
    this.workspaceId = workspaceId;
    this.epoch = epoch;
    this.version = version;
    this.stale = stale;
    this.members = Collections.unmodifiableMap(new HashMap<>(members));
  }

  /** A workspace with these users online. */
  public static WorkspacePresence of(
      String workspaceId,
      String epoch,
      long version,
      boolean stale,
      Map<String, Presence> members) {
    return new WorkspacePresence(workspaceId, epoch, version, stale, members);
  }

  /** Which workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /**
   * Names the view that {@link #version()} counts in; empty when this node does not view the
   * workspace and read the store instead.
   */
  public String epoch() {
    return epoch;
  }

  /** Every update of this epoch up to this version is contained. */
  public long version() {
    return version;
  }

  /** True while users who are not in {@link #members()} are unknown, not offline. */
  public boolean stale() {
    return stale;
  }

  /** Everyone who is online, by user id. */
  public Map<String, Presence> members() {
    return members;
  }

  /**
   * The presence of a user; offline for a user who is not in {@link #members()}. Ask {@link
   * #stale()} before you believe that.
   */
  public Presence presenceOf(String userId) {
    return members.getOrDefault(userId, Presence.OFFLINE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkspacePresence that
        && workspaceId.equals(that.workspaceId)
        && epoch.equals(that.epoch)
        && version == that.version
        && stale == that.stale
        && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return Objects.hash(workspaceId, epoch, version, stale, members);
  }

  @Override
  public String toString() {
    return "WorkspacePresence[workspaceId="
        + workspaceId
        + ", epoch="
        + epoch
        + ", version="
        + version
        + ", stale="
        + stale
        + ", members="
        + members
        + "]";
  }
}
