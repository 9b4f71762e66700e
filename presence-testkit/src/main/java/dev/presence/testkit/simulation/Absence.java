package dev.presence.testkit.simulation;

import dev.presence.model.PresenceOptions;

/**
 * How long a node was out of reach of one master, asleep or cut off. Others may take a node for
 * crashed that had no time to renew its lease.
 */
final class Absence {

  /** A call fails after up to 2 s, is repeated 1 s later, and takes its time. */
  private static final long RENEWAL_MILLIS = 5_000;

  private final long tolerated;
  private final long heartbeat;
  private int causes;
  private long since = Trouble.NEVER;
  private long until = Trouble.NEVER;
  private long lastLong = Trouble.NEVER;

  Absence(PresenceOptions options) {
    this.heartbeat = options.heartbeatInterval().toMillis();
    long lease = options.presenceTtl().toMillis();
    this.tolerated = Math.max(0, lease - heartbeat - RENEWAL_MILLIS);
  }

  /**
   * Begins, for one cause. Soon after the last one it is the same absence: the node may have had no
   * time to renew its lease.
   *
   * @param masterBack when the master was last disturbed: before that, no lease could be renewed
   *     either
   */
  void begin(long now, long masterBack) {
    long couldRenewSince = until == Trouble.NEVER ? until : Math.max(until, masterBack);
    if (causes++ == 0 && now - couldRenewSince > heartbeat + RENEWAL_MILLIS) {
      since = now;
    }
  }

  void end(long now) {
    if (--causes == 0) {
      lastLong = isLong(now) ? now : lastLong;
      until = now;
    }
  }

  private boolean isLong(long now) {
    return now - since > tolerated;
  }

  /** True when the node may rightly be taken for crashed, or was until so long ago at the most. */
  boolean isExcused(long now, long afterMillis) {
    return (causes > 0 && isLong(now)) || now - lastLong <= afterMillis;
  }
}
