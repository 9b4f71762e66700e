package dev.presence.websocket;

/**
 * Allows so many at once, and so many a second in the long run. Not safe for several threads at
 * once.
 */
final class TokenBucket {

  private static final long MILLIS = 1_000;

  private final long capacity;
  private final int perSecond;
  private long thousandths;
  private long filledAt;

  TokenBucket(int atOnce, int perSecond, long ticks) {
    this.capacity = atOnce * MILLIS;
    this.perSecond = perSecond;
    this.thousandths = capacity;
    this.filledAt = ticks;
  }

  /** Takes one, or says that there is none. */
  boolean tryTake(long ticks) {
    fill(ticks);
    if (thousandths < MILLIS) {
      return false;
    }
    thousandths -= MILLIS;
    return true;
  }

  /** In how many milliseconds there will be one. */
  long millisToNext(long ticks) {
    fill(ticks);
    return Math.max(0, (MILLIS - thousandths + perSecond - 1) / perSecond);
  }

  private void fill(long ticks) {
    long elapsed = Math.max(0, ticks - filledAt);
    thousandths = Math.min(capacity, thousandths + Math.min(elapsed, capacity) * perSecond);
    filledAt = ticks;
  }
}
