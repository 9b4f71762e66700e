package dev.presence.engine;

import dev.presence.model.Activity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node says about one user of a workspace; opaque to the store.
 *
 * @param activity active if any of the user's connections at the node is
 * @param since when that activity began, in epoch milliseconds
 * @param connectedAt when a connection that counts was opened, on the store's clock; setting the
 *     user offline ends connections opened up to a moment, which is compared with it
 * @param data what connections state of themselves, one JSON object each
 */
record Entry(Activity activity, long since, long connectedAt, List<String> data) {

  private static final String DATA = ":j";
  private static final char ACTIVE = '+';
  private static final char AWAY = '-';

  Entry(Activity activity, long since, long connectedAt) {
    this(activity, since, connectedAt, List.of());
  }

  /**
   * The entry as the store carries it, such as {@code +1700000000000:1700000000000}. Data follows
   * as {@code :j}, its length, a comma, and objects on a line each.
   */
  String encode() {
    String text =
        (activity == Activity.ACTIVE ? ACTIVE : AWAY) + Long.toString(since) + ':' + connectedAt;
    if (data.isEmpty()) {
      return text;
    }
    String objects = String.join("\n", data);
    return text + DATA + objects.length() + ',' + objects;
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
          Long.parseLong(text, colon + 1, end, 10),
          dataOf(text, end));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static List<String> dataOf(String text, int from) {
    if (!text.startsWith(DATA, from)) {
      return List.of();
    }
    int comma = text.indexOf(',', from);
    if (comma < 0) {
      throw new NumberFormatException("the data has no length");
    }
    int length = Integer.parseInt(text, from + DATA.length(), comma, 10);
    if (length < 0 || comma + 1 + length > text.length()) {
      throw new NumberFormatException("the data is shorter than its length says");
    }
    return List.of(text.substring(comma + 1, comma + 1 + length).split("\n"));
  }
}
