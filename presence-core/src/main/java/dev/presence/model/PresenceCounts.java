package dev.presence.model;

import org.jspecify.annotations.Nullable;

/** How many users are online in a workspace. Immutable. */
public final class PresenceCounts {

  /** Nobody is online. */
  public static final PresenceCounts NONE = new PresenceCounts(0, 0);

  private final int online;
  private final int away;

  private PresenceCounts(int online, int away) {
    this.online = online;
    this.away = away;
  }

  /** Counts; {@code away} of the {@code online} users are away. */
  public static PresenceCounts of(int online, int away) {
    if (away < 0 || online < away) {
      throw new IllegalArgumentException(
          "online was " + online + " and away " + away + "; away is a part of online");
    }
    return new PresenceCounts(online, away);
  }

  /** How many users are active or away. */
  public int online() {
    return online;
  }

  /** How many of them are away. */
  public int away() {
    return away;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PresenceCounts that && online == that.online && away == that.away;
  }

  @Override
  public int hashCode() {
    return 31 * online + away;
  }

  @Override
  public String toString() {
    return online + " online, " + away + " away";
  }
}
