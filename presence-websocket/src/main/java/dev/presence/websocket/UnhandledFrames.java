package dev.presence.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts frames that no handler receives as requests: pings, which the container answers, and the
 * parts of a text after its first. The number of frames comes from the container, so this is looked
 * at from time to time and not for each frame. Safe for use by any thread.
 */
final class UnhandledFrames {

  private final RequestLimiter limiter;
  private final AtomicLong handled = new AtomicLong();
  private long counted;

  UnhandledFrames(RequestLimiter limiter) {
    this.limiter = limiter;
  }

  /** A handler received a frame. */
  void handled() {
    handled.incrementAndGet();
  }

  /**
   * Counts what came since the last call.
   *
   * @param received how many frames the client has sent in all
   * @return true if there were so many that the socket is to be closed
   */
  synchronized boolean isAbuse(long received) {
    // A frame on its way to its handler looks unhandled for a moment; it is never counted twice.
    long unhandled = received - handled.get();
    for (; counted < unhandled; counted++) {
      if (limiter.next() == RequestLimiter.Verdict.ABUSE) {
        return true;
      }
    }
    return false;
  }
}
