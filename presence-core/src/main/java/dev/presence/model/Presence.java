package dev.presence.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status of one user, and since when. Immutable. */
public final class Presence {

  /** The user has no live connection. */
  public static final Presence OFFLINE = new Presence(PresenceStatus.OFFLINE, null);

  private final PresenceStatus status;
  private final @Nullable Instant since;

  private Presence(PresenceStatus status, @Nullable Instant since) {
    this.status = status;
    this.since = since;
  }

  /**
   * A user with this status.
   *
   * @param since when the status began; null exactly for offline
   */
  public static Presence of(PresenceStatus status, @Nullable Instant since) {
    if (status.isOnline() != (since != null)) {
      throw new IllegalArgumentException(
          "since was "
              + since
              + " for status "
              + status
              + "; it is given for active and away, and for them only");
    }
    return status.isOnline() ? new Presence(status, since) : OFFLINE;
  }

  /** What others see. */
  public PresenceStatus status() {
    return status;
  }

  /**
   * When the status began, as far as the present connections show, in milliseconds; for people to
   * read. Null exactly when the user is offline.
   */
  public @Nullable Instant since() {
    return since;
  }

  /** True when the user is active or away. */
  public boolean isOnline() {
    return status.isOnline();
  }

  /** True when this differs so much from what was shown before that a change is published. */
  public boolean isChangeFrom(Presence before) {
    return status != before.status;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Presence that
        && status == that.status
        && Objects.equals(since, that.since);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, since);
  }

  @Override
  public String toString() {
    return since == null ? status.toString() : status + " since " + since;
  }
}
