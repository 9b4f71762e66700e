package dev.presence.model;

import java.util.Locale;

/** What others see of a user: the colour of the dot beside the name. */
public enum PresenceStatus {
  /** Some connection of the user is active, and the user did not set away by hand. */
  ACTIVE,
  /** Connected, but away by hand or with no active connection. */
  AWAY,
  /** No live connection. */
  OFFLINE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** True for {@link #ACTIVE} and {@link #AWAY}. */
  public boolean isOnline() {
    return this != OFFLINE;
  }

  /** The name on the wire and in a page: {@code active}, {@code away} or {@code offline}. */
  public String wireName() {
    return wireName;
  }
}
