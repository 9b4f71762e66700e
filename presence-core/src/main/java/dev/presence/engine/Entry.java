package dev.presence.engine;

import dev.presence.model.Activity;
import org.jspecify.annotations.Nullable;

/**
 * What one node says about one user of a workspace; opaque to the store.
 *
 * @param activity active if any of the user's connections at the node is
 * @param since when that activity began, in epoch milliseconds
 * @param connectedAt when a connection that counts was opened, on the store's clock; setting the
 *     user offline ends connections opened up to a moment, which is compared with it
 */
record Entry(Activity activity, long since, long connectedAt) {

  private static final char ACTIVE = '+';
  private static final char AWAY = '-';

  /** The entry as the store carries it, such as {@code +1700000000000:1700000000000}. */
  String encode() {
    return (activity == Activity.ACTIVE ? ACTIVE : AWAY) + Long.toString(since) + ':' + connectedAt;
  }

  /**
   * The entry of a text, or null when this version does not understand it. What a later version
   * appends after another colon is ignored.
   */
  static @Nullable Entry decode(String text) {
    int colon = text.indexOf(':');
    int second = text.indexOf(':', colon + 1);
    int end = second < 0 ? text.length() : second;
    if (colon < 2 || (text.charAt(0) != ACTIVE && text.charAt(0) != AWAY)) {
      return null;
    }
    try {
      return new Entry(
          text.charAt(0) == ACTIVE ? Activity.ACTIVE : Activity.AWAY,
          Long.parseLong(text, 1, colon, 10),
          Long.parseLong(text, colon + 1, end, 10));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
