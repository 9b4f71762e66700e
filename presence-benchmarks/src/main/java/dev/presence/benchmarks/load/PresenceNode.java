package dev.presence.benchmarks.load;

import dev.presence.PresenceTracker;
import dev.presence.websocket.Admission;
import dev.presence.websocket.EndpointLimits;
import dev.presence.websocket.PresenceEndpoint;
import java.util.concurrent.CompletableFuture;

/**
 * A Jetty with the presence endpoint, which believes what clients say in the parameter {@code
 * user}.
 */
public final class PresenceNode implements AutoCloseable {

  private final PresenceTracker tracker;
  private final JettyNode server;

  private PresenceNode(PresenceTracker tracker, JettyNode server) {
    this.tracker = tracker;
    this.server = server;
  }

  /**
   * Serves the workspaces of this tracker, and closes it in the end.
   *
   * @param sendBuffer the send buffer of a socket; 0 for that of the system
   */
  public static PresenceNode start(PresenceTracker tracker, EndpointLimits limits, int sendBuffer) {
    PresenceEndpoint endpoint =
        PresenceEndpoint.builder(tracker)
            .limits(limits)
            .authenticator(
                handshake ->
                    CompletableFuture.completedFuture(
                        Admission.admitted(handshake.parameter("user").orElseThrow())))
            .build();
    return new PresenceNode(tracker, JettyNode.start(endpoint::deployTo, sendBuffer));
  }

  /** With the default limits. */
  public static PresenceNode start(PresenceTracker tracker) {
    return start(tracker, EndpointLimits.defaults(), 0);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Its tracker. */
  public PresenceTracker tracker() {
    return tracker;
  }

  /** The path of a socket. */
  public static String path(String workspaceId, String userId, String more) {
    return "/presence/" + workspaceId + "?user=" + userId + more;
  }

  @Override
  public void close() {
    tracker.close();
    server.close();
  }
}
