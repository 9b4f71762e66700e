package dev.presence.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One user who is shown differently. Immutable. */
public final class PresenceChange {

  private final String userId;
  private final Presence presence;
  private final Presence before;

  private PresenceChange(String userId, Presence presence, Presence before) {
    this.userId = userId;
    this.presence = presence;
    this.before = before;
  }

  /** A change of this user from one presence to another. */
  public static PresenceChange of(String userId, Presence presence, Presence before) {
    if (!presence.isChangeFrom(before) && !presence.isDataChangeFrom(before)) {
      throw new IllegalArgumentException(
          "user \"" + userId + "\" was " + before + " before and after; that is no change");
    }
    return new PresenceChange(userId, presence, before);
  }

  /** Who. */
  public String userId() {
    return userId;
  }

  /** What the user is now. */
  public Presence presence() {
    return presence;
  }

  /** What the same stream of updates said before. */
  public Presence before() {
    return before;
  }

  /** True when nothing but the data of connections has changed. */
  public boolean isDataOnly() {
    return !presence.isChangeFrom(before);
  }

  /** True when the status is another one, and not only the note or do not disturb. */
  public boolean isStatusChange() {
    return presence.status() != before.status();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PresenceChange that
        && userId.equals(that.userId)
        && presence.equals(that.presence)
        && !before.isChangeFrom(that.before);
  }

  @Override
  public int hashCode() {
    return Objects.hash(userId, presence);
  }

  @Override
  public String toString() {
    return "PresenceChange[userId="
        + userId
        + ", presence="
        + presence
        + ", before="
        + before
        + "]";
  }
}
