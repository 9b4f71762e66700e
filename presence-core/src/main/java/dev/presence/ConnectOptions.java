package dev.presence;

import dev.presence.model.Activity;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a connection begins and how it is kept.
 *
 * @param activity the first activity; a hidden tab that reconnects says away, so that it does not
 *     turn its user active
 * @param refreshWithin for transports without a socket: the connection ends as if lost unless
 *     {@link PresenceConnection#heartbeat()} comes within this time; null for a connection that
 *     ends by a call only
 */
public record ConnectOptions(Activity activity, @Nullable Duration refreshWithin) {

  public ConnectOptions {
    Objects.requireNonNull(activity, "activity");
    if (refreshWithin != null && refreshWithin.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "refreshWithin was " + refreshWithin + "; it must be at least a millisecond");
    }
  }

  /** A connection that is active or away at first and ends by a call. */
  public static ConnectOptions of(Activity activity) {
    return new ConnectOptions(activity, null);
  }

  /** An active connection that must be refreshed, for polling clients and mobile applications. */
  public static ConnectOptions refreshedWithin(Duration time) {
    return new ConnectOptions(Activity.ACTIVE, Objects.requireNonNull(time, "time"));
  }

  public ConnectOptions withActivity(Activity value) {
    return new ConnectOptions(value, refreshWithin);
  }
}
