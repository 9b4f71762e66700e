package dev.presence.websocket;

import jakarta.websocket.server.ServerContainer;
import java.time.Duration;

/** A container that serves an endpoint on a free port of this machine. */
interface TestServer extends AutoCloseable {

  int port();

  /** Gives the container a limit for idle sockets of its own, as its owner may. */
  static void limitIdle(ServerContainer container, Duration idleLimit) {
    if (!idleLimit.isZero()) {
      container.setDefaultMaxSessionIdleTimeout(idleLimit.toMillis());
    }
  }

  @Override
  void close();
}
