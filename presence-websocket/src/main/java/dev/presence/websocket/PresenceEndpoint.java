package dev.presence.websocket;

import dev.presence.PresenceTracker;
import dev.presence.Subscription;
import dev.presence.model.PresenceIds;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves presence over WebSocket: each user with an open socket is present, and sees who else is.
 *
 * <pre>{@code
 * PresenceEndpoint endpoint = PresenceEndpoint.builder(tracker)
 *     .authenticator(Authenticator.of(handshake -> sessions.find(handshake)))
 *     .allowedOrigins("https://app.example")
 *     .build();
 * endpoint.deployTo(serverContainer);
 * }</pre>
 *
 * <p>Safe for use by any thread. No method blocks, but {@link #close()}.
 */
public final class PresenceEndpoint implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PresenceEndpoint.class);

  /** How long closing the sockets may take; the container drops the rest when it stops. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final PresenceTracker tracker;
  private final Sockets sockets;
  private final Subscription joined;
  private final String path;
  private final OriginCheck origins;
  private final HandshakeGate gate;
  private final HandshakeGate queryGate;
  private final ServerEndpointConfig config;
  private final ServerEndpointConfig queryConfig;
  private @Nullable CompletableFuture<Void> closed;

  private PresenceEndpoint(Builder builder, Authenticator authenticator) {
    tracker = builder.tracker;
    sockets = new Sockets(tracker, authenticator, builder.limits);
    path = builder.path;
    origins =
        new OriginCheck(
            new OriginRule(builder.allowedOrigins, builder.allowedHosts), tracker.runtime());
    gate = new HandshakeGate(sockets, origins, true);
    queryGate = new HandshakeGate(sockets, origins, false);
    config = config(path + "/{workspaceId}", gate);
    queryConfig = config(path, queryGate);
    joined = tracker.join(sockets.transport());
  }

  private static ServerEndpointConfig config(String path, HandshakeGate gate) {
    return ServerEndpointConfig.Builder.create(SocketEndpoint.class, path)
        .configurator(gate)
        .build();
  }

  /** An endpoint that joins this tracker when it is built. */
  public static Builder builder(PresenceTracker tracker) {
    return new Builder(tracker);
  }

  /** The endpoint at {@code PATH/{workspaceId}}: for any container, also as a Spring bean. */
  public ServerEndpointConfig config() {
    return config;
  }

  /**
   * The endpoint at {@code PATH?workspace=ID}, for ids that a path cannot carry: those with {@code
   * /}, {@code \} or {@code %}.
   */
  public ServerEndpointConfig queryConfig() {
    return queryConfig;
  }

  /**
   * Adds both endpoints to a container.
   *
   * @throws DeploymentException when the container refuses, as when the path is taken
   */
  public void deployTo(ServerContainer container) throws DeploymentException {
    gate.countFrames(container);
    queryGate.countFrames(container);
    container.addEndpoint(config());
    container.addEndpoint(queryConfig());
  }

  /**
   * The rights of a user have changed: asks the authenticator again about each socket of the user
   * at this node, with the request that opened it. What it says of whom the user sees counts at
   * once. If it refuses the user now, the socket is closed with 4401 or 4403.
   */
  public void refresh(String userId) {
    sockets.refresh(PresenceIds.require("userId", userId));
  }

  /** Where it is, without the workspace. */
  String path() {
    return path;
  }

  OriginCheck origins() {
    return origins;
  }

  /**
   * Closes this endpoint only: every socket is closed with 1012, so that its client reconnects to
   * another node, and its user stays online for the grace. An application that stops closes the
   * tracker instead: {@link PresenceTracker#close()} drains the node and closes the sockets of all
   * its endpoints. Completes when all sockets are closed. Idempotent.
   */
  public synchronized CompletableFuture<Void> closeAsync() {
    if (closed == null) {
      closed = sockets.stop().whenComplete((done, failure) -> joined.close());
    }
    return closed.copy();
  }

  /** {@link #closeAsync()}, waiting for it at most a few seconds. Never throws. */
  @Override
  public void close() {
    try {
      closeAsync().get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn(
          "The PresenceEndpoint did not close all its sockets within {}; the container drops the"
              + " rest when it stops",
          CLOSING,
          e);
    }
  }

  /** Builds an endpoint; everything but the authenticator has a default. */
  public static final class Builder {

    private final PresenceTracker tracker;
    private @Nullable Authenticator authenticator;
    private Set<String> allowedOrigins = Set.of();
    private Set<String> allowedHosts = Set.of();
    private String path = "/presence";
    private EndpointLimits limits = EndpointLimits.defaults();

    private Builder(PresenceTracker tracker) {
      this.tracker = tracker;
    }

    /** Decides who may open a socket. Required. */
    public Builder authenticator(Authenticator value) {
      authenticator = value;
      return this;
    }

    /** See {@link #allowedOrigins(Collection)}. */
    public Builder allowedOrigins(String... origins) {
      return allowedOrigins(List.of(origins));
    }

    /**
     * Origins of pages that may open a socket, such as {@code https://app.example}: scheme and
     * host, and the port if it is not the default. A page of such an origin is allowed whatever
     * host its request names, so this is all that an application behind a proxy needs.
     *
     * <p>Pages of the same origin as the socket's request are allowed besides, if the host is
     * {@code localhost}, an IP address or one of {@link #allowedHosts(Collection)}. Default: none.
     */
    public Builder allowedOrigins(Collection<String> origins) {
      allowedOrigins = Set.copyOf(origins);
      return this;
    }

    /** See {@link #allowedHosts(Collection)}. */
    public Builder allowedHosts(String... hosts) {
      return allowedHosts(List.of(hosts));
    }

    /**
     * Hosts whose own pages may open a socket, such as {@code app.example}, without scheme and
     * port; {@code *.app.example} stands for all subdomains. The page and the request must name the
     * same scheme, host and port; behind a proxy the container must know the public ones.
     *
     * <p>The list protects against DNS rebinding, where a foreign page and its request both name a
     * host of the attacker. {@code *} allows any host, and gives this protection up. {@code
     * localhost}, its subdomains and IP addresses are always allowed, because browsers never ask
     * DNS about them. Default: no other host.
     */
    public Builder allowedHosts(Collection<String> hosts) {
      allowedHosts = Set.copyOf(hosts);
      return this;
    }

    /** Where the endpoint is, without the workspace. Default: {@code /presence}. */
    public Builder path(String value) {
      if (!value.startsWith("/") || value.endsWith("/") || value.contains("{")) {
        throw new IllegalArgumentException(
            "path was \"" + value + "\"; it must begin with / and end without one, as /presence");
      }
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
      Authenticator given = authenticator;
      if (given == null) {
        throw new IllegalStateException(
            "a PresenceEndpoint needs an authenticator, or every client could claim to be any user; call"
                + " .authenticator(handshake -> ...) with a function that finds the user of a request");
      }
      return new PresenceEndpoint(this, given);
    }
  }
}
