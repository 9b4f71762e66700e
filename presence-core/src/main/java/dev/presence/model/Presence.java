package dev.presence.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of one user, and since when.
 *
 * @param status what others see
 * @param since when the status began, as far as the surviving connections tell; information for
 *     people, in milliseconds; null exactly when the user is offline
 */
public record Presence(PresenceStatus status, @Nullable Instant since) {

  /** Nobody there. */
  public static final Presence OFFLINE = new Presence(PresenceStatus.OFFLINE, null);

  public Presence {
    if (status.isOnline() != (since != null)) {
      throw new IllegalArgumentException(
          "since was "
              + since
              + " for status "
              + status
              + "; it is given for active and away, and for them only");
    }
  }

  /** True when the user is active or away. */
  public boolean isOnline() {
    return status.isOnline();
  }
}
