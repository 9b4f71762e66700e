package dev.presence.websocket;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one socket, one user and one node may use, and how long a client may be silent. Immutable;
 * {@link #defaults()} fits most applications, {@link #builder()} changes what you need. Relations
 * between values are checked by {@link Builder#build()}, so the order of calls does not matter.
 */
public final class EndpointLimits {

  /** Longer ones are mistakes, and would overflow where durations are added. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** Reading one frame takes up to 64 times its size in memory for a moment. */
  private static final int LARGEST_FRAME = 1024 * 1024;

  private static final EndpointLimits DEFAULTS = builder().build();

  private final int requestBurst;
  private final int requestsPerSecond;
  private final int toleratedRefusals;
  private final int socketsPerUser;
  private final int socketsPerNode;
  private final Duration pingInterval;
  private final Duration pongTimeout;
  private final Duration sendTimeout;
  private final Duration authenticationTimeout;
  private final int frameBytes;
  private final int idsPerRequest;
  private final int earlyFrames;
  private final int pendingUsers;
  private final int pendingAnswers;
  private final int fullListLimit;
  private final int watchedUsers;

  private EndpointLimits(Builder builder) {
    requestBurst = builder.requestBurst;
    requestsPerSecond = builder.requestsPerSecond;
    toleratedRefusals = builder.toleratedRefusals;
    socketsPerUser = builder.socketsPerUser;
    socketsPerNode = builder.socketsPerNode;
    pingInterval = builder.pingInterval;
    pongTimeout = builder.pongTimeout;
    sendTimeout = builder.sendTimeout;
    authenticationTimeout = builder.authenticationTimeout;
    frameBytes = builder.frameBytes;
    idsPerRequest = builder.idsPerRequest;
    earlyFrames = builder.earlyFrames;
    pendingUsers = builder.pendingUsers;
    pendingAnswers = builder.pendingAnswers;
    fullListLimit = builder.fullListLimit;
    watchedUsers = builder.watchedUsers;
    check();
  }

  /** What fits most applications, and what the protocol says. */
  public static EndpointLimits defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these limits. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.requestBurst = requestBurst;
    builder.requestsPerSecond = requestsPerSecond;
    builder.toleratedRefusals = toleratedRefusals;
    builder.socketsPerUser = socketsPerUser;
    builder.socketsPerNode = socketsPerNode;
    builder.pingInterval = pingInterval;
    builder.pongTimeout = pongTimeout;
    builder.sendTimeout = sendTimeout;
    builder.authenticationTimeout = authenticationTimeout;
    builder.frameBytes = frameBytes;
    builder.idsPerRequest = idsPerRequest;
    builder.earlyFrames = earlyFrames;
    builder.pendingUsers = pendingUsers;
    builder.pendingAnswers = pendingAnswers;
    builder.fullListLimit = fullListLimit;
    builder.watchedUsers = watchedUsers;
    return builder;
  }

  /** Requests of a socket at once. Default 20. */
  public int requestBurst() {
    return requestBurst;
  }

  /**
   * Requests of a socket per second in the long run; more are answered {@code rate_limited}.
   * Default 10.
   */
  public int requestsPerSecond() {
    return requestsPerSecond;
  }

  /**
   * After this many {@code rate_limited} answers the socket is closed with 4429; one is forgiven
   * per second. Default 100.
   */
  public int toleratedRefusals() {
    return toleratedRefusals;
  }

  /**
   * Open sockets of one user at this node; one more is closed with 4409. Sockets of a user count
   * together in all workspaces of the node: a user with three tabs in each of four workspaces has
   * twelve. At most {@link #socketsPerNode()}. Default 20.
   */
  public int socketsPerUser() {
    return socketsPerUser;
  }

  /**
   * Open sockets at this node, also those not yet authenticated; one more is closed with 1013.
   * Default 50,000.
   */
  public int socketsPerNode() {
    return socketsPerNode;
  }

  /** The server pings a client that was silent for this long. Default 25 s. */
  public Duration pingInterval() {
    return pingInterval;
  }

  /**
   * A client that is silent for this long after a ping is closed with 4408, as disconnected.
   * Default 10 s.
   */
  public Duration pongTimeout() {
    return pongTimeout;
  }

  /**
   * A client that has not read a frame after this long is closed with 4408, as disconnected.
   * Default 10 s.
   */
  public Duration sendTimeout() {
    return sendTimeout;
  }

  /** How long an {@link Authenticator} may take. Default 10 s. */
  public Duration authenticationTimeout() {
    return authenticationTimeout;
  }

  /**
   * The longest frame of a client, in bytes of UTF-8; a longer one is closed with 1009. Default 64
   * KiB, at least 1 KiB, at most 1 MiB.
   */
  public int frameBytes() {
    return frameBytes;
  }

  /** User ids in one request; more are answered {@code too_large}. Default 1,000. */
  public int idsPerRequest() {
    return idsPerRequest;
  }

  /** Frames that wait for the authenticator; more are answered {@code rate_limited}. Default 8. */
  public int earlyFrames() {
    return earlyFrames;
  }

  /** Changes that wait for a slow client, merged by user; more become a snapshot. Default 1,000. */
  public int pendingUsers() {
    return pendingUsers;
  }

  /** Answers that wait for a slow client; with one more it is closed with 4408. Default 128. */
  public int pendingAnswers() {
    return pendingAnswers;
  }

  /**
   * While more users are online in a workspace, a client that watches everyone receives counts, and
   * changes of the users that it watches by name. Default 1,000.
   */
  public int fullListLimit() {
    return fullListLimit;
  }

  /** Users that a socket may watch by name; more are answered {@code too_large}. Default 5,000. */
  public int watchedUsers() {
    return watchedUsers;
  }

  private void check() {
    atLeast("requestBurst", requestBurst, 1);
    atLeast("requestsPerSecond", requestsPerSecond, 1);
    atLeast("toleratedRefusals", toleratedRefusals, 1);
    atLeast("socketsPerUser", socketsPerUser, 1);
    atLeast("socketsPerNode", socketsPerNode, 1);
    if (socketsPerUser > socketsPerNode) {
      throw new IllegalArgumentException(
          "socketsPerUser "
              + socketsPerUser
              + " is more than socketsPerNode "
              + socketsPerNode
              + "; lower socketsPerUser or raise socketsPerNode");
    }
    between("pingInterval", pingInterval);
    between("pongTimeout", pongTimeout);
    between("sendTimeout", sendTimeout);
    between("authenticationTimeout", authenticationTimeout);
    atLeast("frameBytes", frameBytes, 1_024);
    if (frameBytes > LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "frameBytes was " + frameBytes + "; it must be at most " + LARGEST_FRAME);
    }
    atLeast("idsPerRequest", idsPerRequest, 1);
    atLeast("earlyFrames", earlyFrames, 0);
    atLeast("pendingUsers", pendingUsers, 1);
    atLeast("pendingAnswers", pendingAnswers, 1);
    atLeast("fullListLimit", fullListLimit, 0);
    atLeast("watchedUsers", watchedUsers, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " was " + value + "; it must be at least " + least);
    }
  }

  private static void between(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " was " + value + "; it must be at least a millisecond and at most " + LONGEST);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndpointLimits limits && toString().equals(limits.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return "EndpointLimits[requestBurst="
        + requestBurst
        + ", requestsPerSecond="
        + requestsPerSecond
        + ", toleratedRefusals="
        + toleratedRefusals
        + ", socketsPerUser="
        + socketsPerUser
        + ", socketsPerNode="
        + socketsPerNode
        + ", pingInterval="
        + pingInterval
        + ", pongTimeout="
        + pongTimeout
        + ", sendTimeout="
        + sendTimeout
        + ", authenticationTimeout="
        + authenticationTimeout
        + ", frameBytes="
        + frameBytes
        + ", idsPerRequest="
        + idsPerRequest
        + ", earlyFrames="
        + earlyFrames
        + ", pendingUsers="
        + pendingUsers
        + ", pendingAnswers="
        + pendingAnswers
        + ", fullListLimit="
        + fullListLimit
        + ", watchedUsers="
        + watchedUsers
        + "]";
  }

  /** Limits in the making. Each setter is described at the getter of the same name. */
  public static final class Builder {

    private int requestBurst = 20;
    private int requestsPerSecond = 10;
    private int toleratedRefusals = 100;
    private int socketsPerUser = 20;
    private int socketsPerNode = 50_000;
    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration pongTimeout = Duration.ofSeconds(10);
    private Duration sendTimeout = Duration.ofSeconds(10);
    private Duration authenticationTimeout = Duration.ofSeconds(10);
    private int frameBytes = 64 * 1024;
    private int idsPerRequest = 1_000;
    private int earlyFrames = 8;
    private int pendingUsers = 1_000;
    private int pendingAnswers = 128;
    private int fullListLimit = 1_000;
    private int watchedUsers = 5_000;

    private Builder() {}

    /** See {@link EndpointLimits#requestBurst()}. */
    public Builder requestBurst(int value) {
      requestBurst = value;
      return this;
    }

    /** See {@link EndpointLimits#requestsPerSecond()}. */
    public Builder requestsPerSecond(int value) {
      requestsPerSecond = value;
      return this;
    }

    /** See {@link EndpointLimits#toleratedRefusals()}. */
    public Builder toleratedRefusals(int value) {
      toleratedRefusals = value;
      return this;
    }

    /** See {@link EndpointLimits#socketsPerUser()}. */
    public Builder socketsPerUser(int value) {
      socketsPerUser = value;
      return this;
    }

    /** See {@link EndpointLimits#socketsPerNode()}. */
    public Builder socketsPerNode(int value) {
      socketsPerNode = value;
      return this;
    }

    /** See {@link EndpointLimits#pingInterval()}. */
    public Builder pingInterval(Duration value) {
      pingInterval = Objects.requireNonNull(value, "pingInterval");
      return this;
    }

    /** See {@link EndpointLimits#pongTimeout()}. */
    public Builder pongTimeout(Duration value) {
      pongTimeout = Objects.requireNonNull(value, "pongTimeout");
      return this;
    }

    /** See {@link EndpointLimits#sendTimeout()}. */
    public Builder sendTimeout(Duration value) {
      sendTimeout = Objects.requireNonNull(value, "sendTimeout");
      return this;
    }

    /** See {@link EndpointLimits#authenticationTimeout()}. */
    public Builder authenticationTimeout(Duration value) {
      authenticationTimeout = Objects.requireNonNull(value, "authenticationTimeout");
      return this;
    }

    /** See {@link EndpointLimits#frameBytes()}. */
    public Builder frameBytes(int value) {
      frameBytes = value;
      return this;
    }

    /** See {@link EndpointLimits#idsPerRequest()}. */
    public Builder idsPerRequest(int value) {
      idsPerRequest = value;
      return this;
    }

    /** See {@link EndpointLimits#earlyFrames()}. */
    public Builder earlyFrames(int value) {
      earlyFrames = value;
      return this;
    }

    /** See {@link EndpointLimits#pendingUsers()}. */
    public Builder pendingUsers(int value) {
      pendingUsers = value;
      return this;
    }

    /** See {@link EndpointLimits#pendingAnswers()}. */
    public Builder pendingAnswers(int value) {
      pendingAnswers = value;
      return this;
    }

    /** See {@link EndpointLimits#fullListLimit()}. */
    public Builder fullListLimit(int value) {
      fullListLimit = value;
      return this;
    }

    /** See {@link EndpointLimits#watchedUsers()}. */
    public Builder watchedUsers(int value) {
      watchedUsers = value;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException when a value is out of range or two values do not fit; the
     *     message names the values and what is allowed
     */
    public EndpointLimits build() {
      return new EndpointLimits(this);
    }
  }
}
