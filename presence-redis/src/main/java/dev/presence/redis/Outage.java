package dev.presence.redis;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of failed attempts to connect: once for each kind of problem, until an attempt succeeds, so
 * that a long outage does not fill the log. Confined to the loop.
 */
final class Outage {

  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  private final String name;
  private final Set<ConnectProblem> logged = EnumSet.noneOf(ConnectProblem.class);
  private boolean over;

  /**
   * Begins as an outage, because there is no connection yet.
   *
   * @param name what messages call the server
   */
  Outage(String name) {
    this.name = name;
  }

  void failed(@Nullable Throwable failure) {
    over = false;
    Throwable reason = failure == null ? new TimeoutException("no answer") : failure;
    ConnectProblem problem = ConnectProblem.of(reason);
    if (logged.add(problem)) {
      log.warn(
          "Cannot connect to {}: {} Presence tries again until it succeeds. Cause: {}",
          name,
          problem.advice(),
          RedisFailures.describe(ConnectProblem.decisive(reason)));
    }
  }

  /** True if this attempt is the first that succeeds, or the first after one that failed. */
  boolean ended() {
    boolean first = !over;
    over = true;
    logged.clear();
    return first;
  }
}
