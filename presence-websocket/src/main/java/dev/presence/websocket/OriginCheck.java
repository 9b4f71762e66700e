package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the rule of origins and logs refusals: one warning per origin and minute. Anybody can
 * cause refusals with any origin, so there is also at most one warning per second in the long run,
 * and a bounded number of origins is remembered; other refusals are logged at debug level. Safe for
 * use by any thread.
 */
final class OriginCheck {

  private static final Logger log = LoggerFactory.getLogger(OriginCheck.class);

  private static final long PAUSE_PER_ORIGIN = Duration.ofMinutes(1).toMillis();
  private static final int MOST_ORIGINS = 256;
  private static final int LONGEST_KEY = 200;
  private static final int WARNINGS_AT_ONCE = 10;
  private static final int WARNINGS_PER_SECOND = 1;

  private final OriginRule rule;
  private final PresenceRuntime runtime;
  private final Consumer<String> warn;
  private final TokenBucket warnings;
  private final Map<String, Long> warnedAt = new LinkedHashMap<>();

  OriginCheck(OriginRule rule, PresenceRuntime runtime) {
    this(rule, runtime, log::warn);
  }

  OriginCheck(OriginRule rule, PresenceRuntime runtime, Consumer<String> warn) {
    this.rule = rule;
    this.runtime = runtime;
    this.warn = warn;
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
    if (refusal == null || header == null) {
      return true;
    }
    if (mayWarn(header)) {
      warn.accept("Refused a WebSocket because of its origin: " + refusal);
    } else {
      log.debug("Refused a WebSocket because of its origin: {}", refusal);
    }
    return false;
  }

  private synchronized boolean mayWarn(String header) {
    String origin = header.length() <= LONGEST_KEY ? header : header.substring(0, LONGEST_KEY);
    long now = runtime.ticks();
    Long before = warnedAt.get(origin);
    if ((before != null && now - before < PAUSE_PER_ORIGIN) || !warnings.tryTake(now)) {
      return false;
    }
    warnedAt.remove(origin); // to be the youngest again
    warnedAt.put(origin, now);
    if (warnedAt.size() > MOST_ORIGINS) {
      warnedAt.remove(warnedAt.keySet().iterator().next());
    }
    return true;
  }
}
