package dev.presence.websocket;

import dev.presence.PresenceTracker;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves presence over WebSocket: whoever has a socket here is present, and sees who else is.
 *
 * <pre>{@code
 * PresenceEndpoint endpoint = PresenceEndpoint.builder(tracker)
 *     .authenticator(handshake -> sessions.find(handshake))
 *     .allowedOrigins("https://app.example")
 *     .build();
 * endpoint.deployTo(serverContainer);
 * }</pre>
 *
 * <p>Safe for use by any thread. No method blocks, but {@link #close()}.
 */
public final class PresenceEndpoint implements AutoCloseable {

  private final String path;

  private PresenceEndpoint(Builder builder) {
    path = builder.path;
  }

  /** An endpoint that joins this tracker when it is built. */
  public static Builder builder(PresenceTracker tracker) {
    return new Builder(tracker);
  }

  /** The endpoint at {@code PATH/{workspaceId}}: for any container, also as a Spring bean. */
  public ServerEndpointConfig config() {
    throw new UnsupportedOperationException(path);
  }

  /**
   * The endpoint at {@code PATH?workspace=ID}, for ids that a path cannot carry: those with {@code
   * /}, {@code \} or {@code %}.
   */
  public ServerEndpointConfig queryConfig() {
    throw new UnsupportedOperationException(path);
  }

  /**
   * Adds both endpoints to a container.
   *
   * @throws DeploymentException when the container refuses, as when the path is taken
   */
  public void deployTo(ServerContainer container) throws DeploymentException {
    container.addEndpoint(config());
    container.addEndpoint(queryConfig());
  }

  /**
   * Stops in an orderly way: the tracker hands its users over, then every socket is closed with
   * 1012, so that the clients come back at another node and nobody sees them leave. Waits for that,
   * at most one store timeout and a few seconds. Close the tracker afterwards. Idempotent.
   */
  @Override
  public void close() {}

  /** What an endpoint is made of; everything but the authenticator has a default. */
  public static final class Builder {

    private final PresenceTracker tracker;
    private @Nullable Authenticator authenticator;
    private Set<String> allowedOrigins = Set.of();
    private String path = "/presence";
    private EndpointLimits limits = EndpointLimits.defaults();

    private Builder(PresenceTracker tracker) {
      this.tracker = tracker;
    }

    /** Who may come in. Required. */
    public Builder authenticator(Authenticator value) {
      authenticator = value;
      return this;
    }

    /** See {@link #allowedOrigins(Collection)}. */
    public Builder allowedOrigins(String... origins) {
      return allowedOrigins(List.of(origins));
    }

    /**
     * Origins of pages that may open a socket, such as {@code https://app.example}, besides pages
     * of the host that the socket goes to. Default: none.
     */
    public Builder allowedOrigins(Collection<String> origins) {
      allowedOrigins = Set.copyOf(origins);
      return this;
    }

    /** Where the endpoint is, without the workspace. Default: {@code /presence}. */
    public Builder path(String value) {
      path = value;
      return this;
    }

    /** What clients may use. Default: {@link EndpointLimits#defaults()}. */
    public Builder limits(EndpointLimits value) {
      limits = value;
      return this;
    }

    /**
     * An endpoint that has joined the tracker.
     *
     * @throws IllegalStateException without an authenticator
     */
    public PresenceEndpoint build() {
      if (authenticator == null) {
        throw new IllegalStateException(
            "a PresenceEndpoint needs an authenticator, or anybody could be anybody; call"
                + " .authenticator(handshake -> ...) with what finds the user of a request");
      }
      return new PresenceEndpoint(this);
    }
  }
}
