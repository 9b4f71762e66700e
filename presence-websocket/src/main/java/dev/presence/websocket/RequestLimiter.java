package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;

/** Decides whether a socket's next request is served. Safe for use by any thread. */
final class RequestLimiter {

  enum Verdict {
    SERVED,
    /** Over the rate: answered by an error. */
    REFUSED,
    /** Refused, and so often that the socket is closed. */
    ABUSE
  }

  private static final int FORGIVEN_PER_SECOND = 1;

  private final PresenceRuntime runtime;
  private final TokenBucket requests;
  private final TokenBucket patience;

  RequestLimiter(PresenceRuntime runtime, EndpointLimits limits) {
    this.runtime = runtime;
    long now = runtime.ticks();
    requests = new TokenBucket(limits.requestBurst(), limits.requestsPerSecond(), now);
    patience = new TokenBucket(limits.toleratedRefusals(), FORGIVEN_PER_SECOND, now);
  }

  synchronized Verdict next() {
    long now = runtime.ticks();
    return requests.tryTake(now) ? Verdict.SERVED : refuse(now);
  }

  /** A request that is refused whatever the rate. */
  synchronized Verdict refused() {
    return refuse(runtime.ticks());
  }

  private Verdict refuse(long now) {
    return patience.tryTake(now) ? Verdict.REFUSED : Verdict.ABUSE;
  }
}
