package dev.presence.engine;

/**
 * The store's clock as this node estimates it, in epoch milliseconds: what a probe said last, and
 * since then this process's ticks. It finds out when the store's clock was moved, or another server
 * with another clock has taken over. Safe for use by any thread.
 */
final class StoreClock {

  /**
   * A lease has half of its length left when the next heartbeat is due. A jump by half of that is
   * survived by all, and is more than a slow answer makes a reading wrong.
   */
  private static final int JUMPS_A_LEASE = 4;

  private final long jumpMillis;
  private volatile long offset;
  private boolean read;

  /**
   * Creates a clock that shows the node's own time until the first reading.
   *
   * @param wall this node's epoch milliseconds at {@code ticks}
   */
  StoreClock(long leaseMillis, long wall, long ticks) {
    this.jumpMillis = leaseMillis / JUMPS_A_LEASE;
    this.offset = wall - ticks;
  }

  long at(long ticks) {
    return ticks + offset;
  }

  /**
   * The store answered its clock to a probe that was sent and answered at these ticks. True when
   * the clock is now so far ahead of the estimate that leases may look over which are not.
   */
  synchronized boolean read(long storeNow, long sent, long answered) {
    long before = offset;
    offset = storeNow - sent - (answered - sent) / 2;
    boolean jumped = read && offset - before >= jumpMillis;
    read = true;
    return jumped;
  }
}
