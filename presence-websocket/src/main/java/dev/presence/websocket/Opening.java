package dev.presence.websocket;

import dev.presence.model.Activity;
import dev.presence.transport.Interest;
import java.util.Map;

/**
 * How a client wants its socket to begin.
 *
 * @param activity the first activity
 * @param interest whose changes are sent at first
 * @param since true when frames say since when users have their status
 * @param observe true when the user watches without being present
 * @param data true when frames say what connections state of themselves
 */
record Opening(Activity activity, Interest interest, boolean since, boolean observe, boolean data) {

  /** The default: active, everyone, without times. */
  static final Opening DEFAULT =
      new Opening(Activity.ACTIVE, Interest.everyone(), false, false, false);

  static Opening of(Map<String, String> parameters) {
    return new Opening(
        "false".equals(parameters.get("active")) ? Activity.AWAY : Activity.ACTIVE,
        "none".equals(parameters.get("watch")) ? Interest.counts() : Interest.everyone(),
        "true".equals(parameters.get("since")),
        "true".equals(parameters.get("observe")),
        "true".equals(parameters.get("data")));
  }
}
