package dev.presence.store;

/**
 * What was set by hand for a user, by anyone, on any node. It outlives connections.
 *
 * @param away true after "away", false after "automatic"
 * @param at when that was set, on the store's clock as its writer estimates it
 * @param endedBefore connections that were opened at or before this moment are over; 0 when nobody
 *     was set offline
 */
public record Claim(boolean away, long at, long endedBefore) {

  /** Nothing was set by hand. */
  public static final Claim NONE = new Claim(false, 0, 0);

  /**
   * The later act wins; connections that were ended stay ended. Of two acts in one millisecond,
   * away wins.
   */
  public Claim merge(Claim other) {
    boolean later = at > other.at || (at == other.at && away);
    return new Claim(
        later ? away : other.away,
        Math.max(at, other.at),
        Math.max(endedBefore, other.endedBefore));
  }
}
