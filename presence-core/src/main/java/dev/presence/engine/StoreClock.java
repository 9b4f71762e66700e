package dev.presence.engine;

/**
 * The clock of a shard of the store as this node estimates it, in epoch milliseconds: the last
 * reading, and since then this process's ticks. It finds out when that clock was moved, or another
 * server with another clock has taken over. Safe for use by any thread.
 */
final class StoreClock {

  /** What a reading says of the estimate. */
  enum Reading {
    /** It is the first: until now the estimate was this node's own clock. */
    FIRST,
    /** The estimate was right, as far as the reading can tell. */
    CONFIRMED,
    /** The clock is behind the estimate: it was moved back. */
    MOVED_BACK,
    /** The clock is ahead of the estimate, by less than matters to a lease. */
    MOVED_AHEAD,
    /** The clock is so far ahead that leases may look over which are not. */
    JUMPED_AHEAD
  }

  /**
   * A lease has half of its length left when the next heartbeat is due. A jump by half of that is
   * survived by all.
   */
  private static final int JUMPS_PER_LEASE = 4;

  /** A reading that took no longer than this improves an estimate that it confirms. */
  private static final long QUICK_MILLIS = 100;

  /**
   * What takes longer than this did not travel so long: it waited in a store that was paused, and
   * was read just before the answer.
   */
  private static final long LONGEST_WAY_MILLIS = 1_500;

  private final long jumpMillis;
  private volatile long offset;
  private volatile boolean known;

  /**
   * Creates a clock that shows the node's own time until the first reading.
   *
   * @param wall this node's epoch milliseconds at {@code ticks}
   */
  StoreClock(long leaseMillis, long wall, long ticks) {
    this.jumpMillis = leaseMillis / JUMPS_PER_LEASE;
    this.offset = wall - ticks;
  }

  long at(long ticks) {
    return ticks + offset;
  }

  /** True after the first reading. */
  boolean isKnown() {
    return known;
  }

  /**
   * The store answered its clock to a probe that was sent and answered at these ticks. It was read
   * at some moment in between, so that a slow answer says little.
   */
  synchronized Reading read(long storeNow, long sent, long answered) {
    long before = offset;
    long least = storeNow - answered;
    long most = storeNow - sent;
    long middle = least + Math.min((most - least) / 2, LONGEST_WAY_MILLIS);
    if (!known) {
      offset = middle;
      known = true;
      return Reading.FIRST;
    }
    if (before >= least && before <= most) {
      offset = answered - sent <= QUICK_MILLIS ? middle : before;
      return Reading.CONFIRMED;
    }
    offset = middle;
    if (before > most) {
      return Reading.MOVED_BACK;
    }
    return least - before >= jumpMillis ? Reading.JUMPED_AHEAD : Reading.MOVED_AHEAD;
  }
}
