package dev.presence.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user has been offline in a workspace for some time. Immutable. */
public final class OfflineEvent {

  private final String workspaceId;
  private final String userId;
  private final Duration after;

  private OfflineEvent(String workspaceId, String userId, Duration after) {
    this.workspaceId = workspaceId;
    this.userId = userId;
    this.after = after;
  }

  /** An event of this user. */
  public static OfflineEvent of(String workspaceId, String userId, Duration after) {
    return new OfflineEvent(workspaceId, userId, after);
  }

  /** In which workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /** Who. */
  public String userId() {
    return userId;
  }

  /** For how long, as it was asked for. */
  public Duration after() {
    return after;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OfflineEvent that
        && workspaceId.equals(that.workspaceId)
        && userId.equals(that.userId)
        && after.equals(that.after);
  }

  @Override
  public int hashCode() {
    return Objects.hash(workspaceId, userId, after);
  }

  @Override
  public String toString() {
    return "OfflineEvent[" + userId + " in " + workspaceId + " for " + after + "]";
  }
}
