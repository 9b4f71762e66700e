package dev.presence.websocket;

/**
 * Judges whether a client is still there: any frame is a sign of life, a ping asks for one. Times
 * are on the wheel's clock. For use by any thread; one thread at a time checks.
 */
final class Liveness {

  enum Verdict {
    FINE,
    /** Silent for long: a ping is due, and {@link #pinged} follows when it is sent. */
    SILENT,
    /** No answer to a ping, or a frame that is not read. */
    DEAD
  }

  private static final long NO_PING = -1;
  private static final long PING_WAITS = -2;

  private final long pingInterval;
  private final long pongTimeout;
  private final long sendTimeout;
  private volatile long receivedAt;
  private volatile long pingedAt = NO_PING;

  Liveness(EndpointLimits limits, long now) {
    pingInterval = limits.pingInterval().toMillis();
    pongTimeout = limits.pongTimeout().toMillis();
    sendTimeout = limits.sendTimeout().toMillis();
    receivedAt = now;
  }

  void received(long now) {
    receivedAt = now;
    pingedAt = NO_PING;
  }

  void pinged(long now) {
    pingedAt = now;
  }

  /**
   * Judges as of now.
   *
   * @param sendingSince since when a send is in flight, or negative; there is no ping during one
   */
  Verdict check(long now, long sendingSince) {
    if (sendingSince >= 0) {
      return now - sendingSince >= sendTimeout ? Verdict.DEAD : Verdict.FINE;
    }
    long pinged = pingedAt;
    if (pinged >= 0) {
      return now - pinged >= pongTimeout ? Verdict.DEAD : Verdict.FINE;
    }
    if (pinged == NO_PING && now - receivedAt >= pingInterval) {
      pingedAt = PING_WAITS;
      return Verdict.SILENT;
    }
    return Verdict.FINE;
  }
}
