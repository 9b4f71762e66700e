package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the rule of origins and logs each refusal. Anybody can cause refusals, so at most one per
 * second is a warning in the long run, and the rest is logged at debug level. Safe for use by any
 * thread.
 */
final class OriginCheck {

  private static final Logger log = LoggerFactory.getLogger(OriginCheck.class);

  private static final int WARNINGS_AT_ONCE = 10;
  private static final int WARNINGS_PER_SECOND = 1;

  private final OriginRule rule;
  private final PresenceRuntime runtime;
  private final TokenBucket warnings;

  OriginCheck(OriginRule rule, PresenceRuntime runtime) {
    this.rule = rule;
    this.runtime = runtime;
    warnings = new TokenBucket(WARNINGS_AT_ONCE, WARNINGS_PER_SECOND, runtime.ticks());
  }

  /**
   * True if the page may open a socket.
   *
   * @param header the {@code Origin} header of the request, null if it has none
   * @param request where the request went, null if it does not say so
   */
  boolean allows(@Nullable String header, @Nullable Origin request) {
    String refusal = rule.refusal(header, request);
    if (refusal == null) {
      return true;
    }
    if (mayWarn()) {
      log.warn("Refused a socket: {}", refusal);
    } else {
      log.debug("Refused a socket: {}", refusal);
    }
    return false;
  }

  private synchronized boolean mayWarn() {
    return warnings.tryTake(runtime.ticks());
  }
}
