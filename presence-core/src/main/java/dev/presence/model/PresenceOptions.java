package dev.presence.model;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long things take. Immutable; {@link #defaults()} fits most applications, {@link #builder()}
 * changes what you need. Relations between values are checked by {@link Builder#build()}, so the
 * order of calls does not matter.
 */
public final class PresenceOptions {

  /** The default lease. */
  public static final Duration PRESENCE_TTL = Duration.ofSeconds(60);

  /** The default time between two heartbeats. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(30);

  /** The store is probed once per second, and nothing is decided faster than that. */
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);

  /** Longer ones are mistakes, and would overflow where times are added. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

  private static final PresenceOptions DEFAULTS = builder().build();

  private final Duration presenceTtl;
  private final Duration heartbeatInterval;
  private final Duration grace;
  private final Duration drainTime;
  private final Duration storeTimeout;
  private final Duration staleAfter;
  private final Duration window;
  private final Duration busyWindow;
  private final Duration manualStatusTtl;
  private final Duration lastSeen;

  private PresenceOptions(Builder builder) {
    presenceTtl = builder.presenceTtl;
    heartbeatInterval = builder.heartbeatInterval;
    grace = builder.grace;
    drainTime = builder.drainTime;
    storeTimeout = builder.storeTimeout;
    staleAfter = builder.staleAfter;
    window = builder.window;
    busyWindow = builder.busyWindow;
    manualStatusTtl = builder.manualStatusTtl;
    lastSeen = builder.lastSeen;
    check();
  }

  /** What fits most applications. */
  public static PresenceOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The defaults, with the lease and the heartbeat interval of the environment variables {@code
   * PRESENCE_TTL} and {@code HEARTBEAT_INTERVAL} where they are set: a whole number with {@code
   * ms}, {@code s}, {@code m} or {@code h}, such as {@code 60s}.
   *
   * @throws IllegalArgumentException when a variable has no such value, or the two do not fit
   */
  public static PresenceOptions fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static PresenceOptions fromEnvironment(Map<String, String> environment) {
    Builder builder = builder();
    String ttl = environment.get("PRESENCE_TTL");
    if (ttl != null) {
      builder.presenceTtl(parse("PRESENCE_TTL", ttl));
    }
    String heartbeat = environment.get("HEARTBEAT_INTERVAL");
    if (heartbeat != null) {
      builder.heartbeatInterval(parse("HEARTBEAT_INTERVAL", heartbeat));
    }
    return builder.build();
  }

  private static Duration parse(String variable, String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          variable + " was \"" + text + "\"; write a whole number with ms, s, m or h, such as 60s");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.presenceTtl = presenceTtl;
    builder.heartbeatInterval = heartbeatInterval;
    builder.grace = grace;
    builder.drainTime = drainTime;
    builder.storeTimeout = storeTimeout;
    builder.staleAfter = staleAfter;
    builder.window = window;
    builder.busyWindow = busyWindow;
    builder.manualStatusTtl = manualStatusTtl;
    builder.lastSeen = lastSeen;
    return builder;
  }

  /**
   * The lease: how long a node's users stay online after the node was last heard. A crashed node's
   * users are offline at most two seconds after it. Default {@link #PRESENCE_TTL}.
   */
  public Duration presenceTtl() {
    return presenceTtl;
  }

  /**
   * How often a node renews its lease; at most half the lease, so that one lost heartbeat harms
   * nobody. Default {@link #HEARTBEAT_INTERVAL}, at least one second.
   */
  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  /**
   * How long a user whose socket was lost stays online, so that a page reload changes nothing.
   * Default 5 s.
   */
  public Duration grace() {
    return grace;
  }

  /**
   * How long the users of a node that drains stay online, to come back on another node. Default 15
   * s.
   */
  public Duration drainTime() {
    return drainTime;
  }

  /** The deadline of one call to the store, and of a read. Default 2 s, less than the lease. */
  public Duration storeTimeout() {
    return storeTimeout;
  }

  /**
   * How long the store may be silent, or part of a workspace unread, before absent users are
   * unknown. Default 5 s, at least one second.
   */
  public Duration staleAfter() {
    return staleAfter;
  }

  /**
   * After a change was published, how long further changes of the workspace are collected into one
   * update. Default 100 ms.
   */
  public Duration window() {
    return window;
  }

  /** The same while many users change at once; at least {@link #window()}. Default 250 ms. */
  public Duration busyWindow() {
    return busyWindow;
  }

  /** How long a manual status is remembered; at least the lease. Default 30 days. */
  public Duration manualStatusTtl() {
    return manualStatusTtl;
  }

  /**
   * How long the time when a user was last online is kept. It costs a write per departure, and
   * memory per user. Default zero: it is not kept.
   */
  public Duration lastSeen() {
    return lastSeen;
  }

  private void check() {
    between("heartbeatInterval", heartbeatInterval, SHORTEST_HEARTBEAT);
    between("presenceTtl", presenceTtl, SHORTEST_HEARTBEAT);
    if (presenceTtl.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "presenceTtl "
              + presenceTtl
              + " is shorter than two heartbeats (heartbeatInterval is "
              + heartbeatInterval
              + "); one late heartbeat would show everybody offline. Raise presenceTtl or lower"
              + " heartbeatInterval");
    }
    between("grace", grace, Duration.ZERO);
    between("drainTime", drainTime, Duration.ZERO);
    between("storeTimeout", storeTimeout, Duration.ofMillis(10));
    if (storeTimeout.compareTo(presenceTtl) >= 0) {
      throw new IllegalArgumentException(
          "storeTimeout "
              + storeTimeout
              + " is not shorter than presenceTtl "
              + presenceTtl
              + "; a lease would be over before a failed renewal is noticed");
    }
    between("staleAfter", staleAfter, SHORTEST_HEARTBEAT);
    between("window", window, Duration.ZERO);
    between("busyWindow", busyWindow, Duration.ZERO);
    if (busyWindow.compareTo(window) < 0) {
      throw new IllegalArgumentException(
          "busyWindow "
              + busyWindow
              + " is shorter than window "
              + window
              + "; under load the window grows, it never shrinks");
    }
    between("lastSeen", lastSeen, Duration.ZERO);
    between("manualStatusTtl", manualStatusTtl, Duration.ZERO);
    if (manualStatusTtl.compareTo(presenceTtl) < 0) {
      throw new IllegalArgumentException(
          "manualStatusTtl "
              + manualStatusTtl
              + " is shorter than presenceTtl "
              + presenceTtl
              + "; a manual status would be forgotten before the connections that it is about");
    }
  }

  private static void between(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " was " + value + "; it must be at least " + least + " and at most " + LONGEST);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PresenceOptions options && toString().equals(options.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return "PresenceOptions[presenceTtl="
        + presenceTtl
        + ", heartbeatInterval="
        + heartbeatInterval
        + ", grace="
        + grace
        + ", drainTime="
        + drainTime
        + ", storeTimeout="
        + storeTimeout
        + ", staleAfter="
        + staleAfter
        + ", window="
        + window
        + ", busyWindow="
        + busyWindow
        + ", manualStatusTtl="
        + manualStatusTtl
        + ", lastSeen="
        + lastSeen
        + "]";
  }

  /** Options in the making. Each setter is described at the getter of the same name. */
  public static final class Builder {

    private Duration presenceTtl = PRESENCE_TTL;
    private Duration heartbeatInterval = HEARTBEAT_INTERVAL;
    private Duration grace = Duration.ofSeconds(5);
    private Duration drainTime = Duration.ofSeconds(15);
    private Duration storeTimeout = Duration.ofSeconds(2);
    private Duration staleAfter = Duration.ofSeconds(5);
    private Duration window = Duration.ofMillis(100);
    private Duration busyWindow = Duration.ofMillis(250);
    private Duration manualStatusTtl = Duration.ofDays(30);
    private Duration lastSeen = Duration.ZERO;

    private Builder() {}

    /** See {@link PresenceOptions#presenceTtl()}. */
    public Builder presenceTtl(Duration value) {
      presenceTtl = Objects.requireNonNull(value, "presenceTtl");
      return this;
    }

    /** See {@link PresenceOptions#heartbeatInterval()}. */
    public Builder heartbeatInterval(Duration value) {
      heartbeatInterval = Objects.requireNonNull(value, "heartbeatInterval");
      return this;
    }

    /** See {@link PresenceOptions#grace()}. */
    public Builder grace(Duration value) {
      grace = Objects.requireNonNull(value, "grace");
      return this;
    }

    /** See {@link PresenceOptions#drainTime()}. */
    public Builder drainTime(Duration value) {
      drainTime = Objects.requireNonNull(value, "drainTime");
      return this;
    }

    /** See {@link PresenceOptions#storeTimeout()}. */
    public Builder storeTimeout(Duration value) {
      storeTimeout = Objects.requireNonNull(value, "storeTimeout");
      return this;
    }

    /** See {@link PresenceOptions#staleAfter()}. */
    public Builder staleAfter(Duration value) {
      staleAfter = Objects.requireNonNull(value, "staleAfter");
      return this;
    }

    /** See {@link PresenceOptions#window()}. */
    public Builder window(Duration value) {
      window = Objects.requireNonNull(value, "window");
      return this;
    }

    /** See {@link PresenceOptions#busyWindow()}. */
    public Builder busyWindow(Duration value) {
      busyWindow = Objects.requireNonNull(value, "busyWindow");
      return this;
    }

    /** See {@link PresenceOptions#manualStatusTtl()}. */
    public Builder manualStatusTtl(Duration value) {
      manualStatusTtl = Objects.requireNonNull(value, "manualStatusTtl");
      return this;
    }

    /** See {@link PresenceOptions#lastSeen()}. */
    public Builder lastSeen(Duration value) {
      lastSeen = Objects.requireNonNull(value, "lastSeen");
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value is out of range or two values do not fit; the
     *     message names the values and what is allowed
     */
    public PresenceOptions build() {
      return new PresenceOptions(this);
    }
  }
}
