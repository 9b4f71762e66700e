package dev.presence.model;

/**
 * What one connection (one open tab or device) says about itself. A user's status is decided from
 * all of them.
 */
public enum Activity {
  /** In use: visible and focused, for a browser tab. */
  ACTIVE,
  /** Open, but hidden, unfocused or idle. */
  AWAY
}
