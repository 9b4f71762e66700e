package dev.presence.model;

import java.time.Duration;

/**
 * How long things take. One immutable record; start from {@link #defaults()} and change what you
 * need.
 *
 * @param presenceTtl the lease: how long a node's users stay online after the node was last heard;
 *     a crashed node's users are offline at the latest two seconds after it; default {@link
 *     #PRESENCE_TTL}
 * @param heartbeatInterval how often a node renews its lease; at most half the lease, so that one
 *     lost heartbeat harms nobody; default {@link #HEARTBEAT_INTERVAL}
 * @param grace how long a user whose socket was lost stays online, so that a page reload is seen by
 *     nobody; default 5 s
 * @param handover how long the users of a node that stops in an orderly way stay online, to come
 *     back elsewhere; default 15 s
 * @param storeTimeout the deadline of one call to the store, and of a read; default 2 s
 * @param staleAfter how long the store may be silent before clients are told; default 5 s
 * @param window after a change went out, how long further changes of the workspace are collected
 *     into one update; default 100 ms
 * @param busyWindow the same while many change at once; default 250 ms
 * @param manualStatusTtl how long what was set by hand is remembered; default 30 days
 */
public record PresenceOptions(
    Duration presenceTtl,
    Duration heartbeatInterval,
    Duration grace,
    Duration handover,
    Duration storeTimeout,
    Duration staleAfter,
    Duration window,
    Duration busyWindow,
    Duration manualStatusTtl) {

  /** The default lease. */
  public static final Duration PRESENCE_TTL = Duration.ofSeconds(60);

  /** The default time between two heartbeats. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(30);

  /**
   * The shortest heartbeat: the store is probed once a second, and nothing is judged faster than
   * that.
   */
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);

  private static final PresenceOptions DEFAULTS =
      new PresenceOptions(
          PRESENCE_TTL,
          HEARTBEAT_INTERVAL,
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofDays(30));

  public PresenceOptions {
    atLeast("heartbeatInterval", heartbeatInterval, SHORTEST_HEARTBEAT);
    if (presenceTtl.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "presenceTtl "
              + presenceTtl
              + " is shorter than two heartbeats (heartbeatInterval is "
              + heartbeatInterval
              + "); one late heartbeat would show everybody offline. Raise presenceTtl or lower heartbeatInterval");
    }
    atLeast("grace", grace, Duration.ZERO);
    atLeast("handover", handover, Duration.ZERO);
    atLeast("storeTimeout", storeTimeout, Duration.ofMillis(10));
    if (storeTimeout.compareTo(presenceTtl) >= 0) {
      throw new IllegalArgumentException(
          "storeTimeout "
              + storeTimeout
              + " is not shorter than presenceTtl "
              + presenceTtl
              + "; a lease would be over before a failed renewal is noticed");
    }
    atLeast("staleAfter", staleAfter, SHORTEST_HEARTBEAT);
    atLeast("window", window, Duration.ZERO);
    if (busyWindow.compareTo(window) < 0) {
      throw new IllegalArgumentException(
          "busyWindow "
              + busyWindow
              + " is shorter than window "
              + window
              + "; under load the window grows, it never shrinks");
    }
    if (manualStatusTtl.compareTo(presenceTtl) < 0) {
      throw new IllegalArgumentException(
          "manualStatusTtl "
              + manualStatusTtl
              + " is shorter than presenceTtl "
              + presenceTtl
              + "; what was set by hand would be forgotten before the connections it speaks of");
    }
  }

  /** What fits most applications. */
  public static PresenceOptions defaults() {
    return DEFAULTS;
  }

  public PresenceOptions withPresenceTtl(Duration value) {
    return new PresenceOptions(
        value,
        heartbeatInterval,
        grace,
        handover,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  public PresenceOptions withHeartbeatInterval(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        value,
        grace,
        handover,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  /** Both at once, for values that the other one's current value would refuse. */
  public PresenceOptions withLease(Duration ttl, Duration heartbeat) {
    return new PresenceOptions(
        ttl,
        heartbeat,
        grace,
        handover,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  public PresenceOptions withGrace(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        value,
        handover,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  public PresenceOptions withHandover(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        grace,
        value,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  public PresenceOptions withStoreTimeout(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        grace,
        handover,
        value,
        staleAfter,
        window,
        busyWindow,
        manualStatusTtl);
  }

  public PresenceOptions withStaleAfter(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        grace,
        handover,
        storeTimeout,
        value,
        window,
        busyWindow,
        manualStatusTtl);
  }

  /** How long changes are collected, at rest and under load. */
  public PresenceOptions withWindow(Duration atRest, Duration underLoad) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        grace,
        handover,
        storeTimeout,
        staleAfter,
        atRest,
        underLoad,
        manualStatusTtl);
  }

  public PresenceOptions withManualStatusTtl(Duration value) {
    return new PresenceOptions(
        presenceTtl,
        heartbeatInterval,
        grace,
        handover,
        storeTimeout,
        staleAfter,
        window,
        busyWindow,
        value);
  }

  private static void atLeast(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(name + " was " + value + "; it must be at least " + least);
    }
  }
}
