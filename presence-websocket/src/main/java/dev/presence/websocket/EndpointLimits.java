package dev.presence.websocket;

import java.time.Duration;

/**
 * What one socket, one user and one node may use, and how long a client may be silent. One
 * immutable record; start from {@link #defaults()} and change what you need.
 *
 * @param requestBurst requests of a socket at once; default 20
 * @param requestsPerSecond requests of a socket in the long run; more are answered {@code
 *     rate_limited}; default 10
 * @param toleratedRefusals after so many requests that were refused as {@code rate_limited} the
 *     socket is closed with 4429; one is forgiven a second; default 100
 * @param socketsPerUser open sockets of a user at this node; one more is closed with 4409; default
 *     20
 * @param socketsPerNode open sockets at this node; one more is closed with 1013; default 50,000
 * @param pingInterval the server pings a client that was silent for so long; default 25 s
 * @param pongTimeout a client that is silent for so long after a ping is closed with 4408, as lost;
 *     default 10 s
 * @param sendTimeout a client that has not read a frame after so long is closed with 4408, as lost;
 *     default 10 s
 * @param authenticationTimeout how long an {@link Authenticator} may take; default 10 s
 * @param frameBytes the longest frame of a client, in bytes of UTF-8; a longer one is closed with
 *     1009; default 64 KiB
 * @param idsPerRequest ids in one request; more are answered {@code too_large}; default 1,000
 * @param earlyFrames frames that wait for the authenticator; more are answered {@code
 *     rate_limited}; default 8
 * @param pendingUsers changes that wait for a slow client, merged by user; more become a snapshot;
 *     default 1,000
 * @param pendingAnswers answers that wait for a slow client; with one more it is closed with 4408;
 *     default 128
 */
public record EndpointLimits(
    int requestBurst,
    int requestsPerSecond,
    int toleratedRefusals,
    int socketsPerUser,
    int socketsPerNode,
    Duration pingInterval,
    Duration pongTimeout,
    Duration sendTimeout,
    Duration authenticationTimeout,
    int frameBytes,
    int idsPerRequest,
    int earlyFrames,
    int pendingUsers,
    int pendingAnswers) {

  private static final EndpointLimits DEFAULTS =
      new EndpointLimits(
          20,
          10,
          100,
          20,
          50_000,
          Duration.ofSeconds(25),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          64 * 1024,
          1_000,
          8,
          1_000,
          128);

  public EndpointLimits {
    atLeast("requestBurst", requestBurst, 1);
    atLeast("requestsPerSecond", requestsPerSecond, 1);
    atLeast("toleratedRefusals", toleratedRefusals, 1);
    atLeast("socketsPerUser", socketsPerUser, 1);
    atLeast("socketsPerNode", socketsPerNode, 1);
    atLeast("pingInterval", pingInterval);
    atLeast("pongTimeout", pongTimeout);
    atLeast("sendTimeout", sendTimeout);
    atLeast("authenticationTimeout", authenticationTimeout);
    atLeast("frameBytes", frameBytes, 1_024);
    atLeast("idsPerRequest", idsPerRequest, 1);
    atLeast("earlyFrames", earlyFrames, 0);
    atLeast("pendingUsers", pendingUsers, 1);
    atLeast("pendingAnswers", pendingAnswers, 1);
  }

  /** What fits most applications, and what the protocol says. */
  public static EndpointLimits defaults() {
    return DEFAULTS;
  }

  /** Requests of a socket: at once, in the long run, and how many refusals are tolerated. */
  public EndpointLimits withRequests(int burst, int perSecond, int refusals) {
    return new EndpointLimits(
        burst,
        perSecond,
        refusals,
        socketsPerUser,
        socketsPerNode,
        pingInterval,
        pongTimeout,
        sendTimeout,
        authenticationTimeout,
        frameBytes,
        idsPerRequest,
        earlyFrames,
        pendingUsers,
        pendingAnswers);
  }

  /** Open sockets at this node: of one user, and of all. */
  public EndpointLimits withSockets(int perUser, int perNode) {
    return new EndpointLimits(
        requestBurst,
        requestsPerSecond,
        toleratedRefusals,
        perUser,
        perNode,
        pingInterval,
        pongTimeout,
        sendTimeout,
        authenticationTimeout,
        frameBytes,
        idsPerRequest,
        earlyFrames,
        pendingUsers,
        pendingAnswers);
  }

  /** When a silent client is pinged, and when it is given up after that. */
  public EndpointLimits withPings(Duration interval, Duration timeout) {
    return new EndpointLimits(
        requestBurst,
        requestsPerSecond,
        toleratedRefusals,
        socketsPerUser,
        socketsPerNode,
        interval,
        timeout,
        sendTimeout,
        authenticationTimeout,
        frameBytes,
        idsPerRequest,
        earlyFrames,
        pendingUsers,
        pendingAnswers);
  }

  /** How long sending a frame and authenticating may take. */
  public EndpointLimits withTimeouts(Duration send, Duration authentication) {
    return new EndpointLimits(
        requestBurst,
        requestsPerSecond,
        toleratedRefusals,
        socketsPerUser,
        socketsPerNode,
        pingInterval,
        pongTimeout,
        send,
        authentication,
        frameBytes,
        idsPerRequest,
        earlyFrames,
        pendingUsers,
        pendingAnswers);
  }

  /** The size of what a client sends. */
  public EndpointLimits withFrames(int bytes, int ids, int early) {
    return new EndpointLimits(
        requestBurst,
        requestsPerSecond,
        toleratedRefusals,
        socketsPerUser,
        socketsPerNode,
        pingInterval,
        pongTimeout,
        sendTimeout,
        authenticationTimeout,
        bytes,
        ids,
        early,
        pendingUsers,
        pendingAnswers);
  }

  /** How much may wait for a slow client. */
  public EndpointLimits withPending(int users, int answers) {
    return new EndpointLimits(
        requestBurst,
        requestsPerSecond,
        toleratedRefusals,
        socketsPerUser,
        socketsPerNode,
        pingInterval,
        pongTimeout,
        sendTimeout,
        authenticationTimeout,
        frameBytes,
        idsPerRequest,
        earlyFrames,
        users,
        answers);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " was " + value + "; it must be at least " + least);
    }
  }

  private static void atLeast(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + " was " + value + "; it must be at least a millisecond");
    }
  }
}
