package dev.presence.websocket;

import dev.presence.PresenceTracker;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.websocket.wire.CloseCode;
import dev.presence.websocket.wire.FrameReader;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sockets of an endpoint, and what they share. Safe for use by any thread. */
final class Sockets {

  private static final Logger log = LoggerFactory.getLogger(Sockets.class);

  /** So many pings, and so many closes, may block at once. */
  private static final int PINGS_AT_ONCE = 4;

  private static final int CLOSES_AT_ONCE = 16;

  /** A ping or a close takes a moment; one that takes longer must not hold up the others. */
  private static final Duration SLOW_AFTER = Duration.ofSeconds(1);

  private final PresenceTracker tracker;
  private final EndpointLimits limits;
  private final SocketTransport transport = new SocketTransport(this);
  private final AuthenticatorCalls authenticatorCalls;
  private final SocketCounts counts;
  private final PingWheel wheel;
  private final FrameReader reader;
  private final BoundedCalls pings;
  private final BoundedCalls closes;
  private final Set<ClientSocket> open = ConcurrentHashMap.newKeySet();
  private final Set<CompletableFuture<Void>> closing = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  Sockets(PresenceTracker tracker, Authenticator authenticator, EndpointLimits limits) {
    this.tracker = tracker;
    this.limits = limits;
    PresenceRuntime runtime = tracker.runtime();
    authenticatorCalls = new AuthenticatorCalls(authenticator, runtime, limits);
    counts = new SocketCounts(limits);
    wheel = new PingWheel(runtime, limits);
    reader = new FrameReader(limits.idsPerRequest(), limits.watchedUsers());
    pings = new BoundedCalls(runtime, PINGS_AT_ONCE, SLOW_AFTER);
    closes = new BoundedCalls(runtime, CLOSES_AT_ONCE, SLOW_AFTER);
  }

  /**
   * A socket was opened: the authenticator decides about it, or it is closed.
   *
   * @param arrival its request; null if the request is not allowed
   */
  void open(ClientSocket socket, @Nullable Arrival arrival) {
    Handshake handshake = arrival == null ? null : arrival.handshake();
    if (!counts.tryOpen()) {
      socket.end(CloseCode.OVERLOADED);
      return;
    }
    open.add(socket);
    wheel.add(socket);
    if (stopping) {
      socket.end(CloseCode.STOPPING);
    } else if (arrival == null || handshake == null) {
      socket.end(CloseCode.FORBIDDEN);
    } else {
      socket.open(handshake, arrival.opening());
    }
  }

  /** Asks the authenticator again about this user. */
  void refresh(String userId) {
    open.forEach(socket -> socket.refresh(userId));
  }

  /** A socket is over. */
  void forget(ClientSocket socket) {
    if (open.remove(socket)) {
      wheel.remove(socket);
      counts.close();
    }
  }

  /** Closes a container's socket, on a thread that may block. */
  void close(SocketPort port, CloseCode code) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    closing.add(done);
    closes.execute(
        () -> {
          try {
            port.close(code);
          } catch (RuntimeException e) {
            log.debug("Closing a WebSocket failed", e);
          } finally {
            closing.remove(done);
            done.complete(null);
          }
        });
  }

  /** Cuts a connection, on a thread that may block. */
  void cut(SocketPort port) {
    closes.execute(port::cut);
  }

  /**
   * Closes every socket with 1012, so that its client moves to another node; completes when all are
   * closed.
   */
  CompletableFuture<Void> stop() {
    stopping = true;
    open.forEach(socket -> socket.end(CloseCode.STOPPING));
    return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
  }

  PresenceTracker tracker() {
    return tracker;
  }

  PresenceRuntime runtime() {
    return tracker.runtime();
  }

  EndpointLimits limits() {
    return limits;
  }

  SocketTransport transport() {
    return transport;
  }

  AuthenticatorCalls authenticatorCalls() {
    return authenticatorCalls;
  }

  SocketCounts counts() {
    return counts;
  }

  PingWheel wheel() {
    return wheel;
  }

  FrameReader reader() {
    return reader;
  }

  BoundedCalls pings() {
    return pings;
  }
}
