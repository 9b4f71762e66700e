package dev.presence.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One user whose status changed. Immutable. */
public final class PresenceChange {

  private final String userId;
  private final Presence presence;
  private final PresenceStatus previous;

  private PresenceChange(String userId, Presence presence, PresenceStatus previous) {
    this.userId = userId;
    this.presence = presence;
    this.previous = previous;
  }

  /** A change of this user; the previous status differs from the new one. */
  public static PresenceChange of(String userId, Presence presence, PresenceStatus previous) {
    if (presence.status() == previous) {
      throw new IllegalArgumentException(
          "user \"" + userId + "\" was " + previous + " before and after; that is no change");
    }
    return new PresenceChange(userId, presence, previous);
  }

  /** Who. */
  public String userId() {
    return userId;
  }

  /** What the user is now. */
  public Presence presence() {
    return presence;
  }

  /** What the same stream of updates said before; never equal to the new status. */
  public PresenceStatus previous() {
    return previous;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PresenceChange that
        && userId.equals(that.userId)
        && presence.equals(that.presence)
        && previous == that.previous;
  }

  @Override
  public int hashCode() {
    return Objects.hash(userId, presence, previous);
  }

  @Override
  public String toString() {
    return "PresenceChange[userId="
        + userId
        + ", presence="
        + presence
        + ", previous="
        + previous
        + "]";
  }
}
