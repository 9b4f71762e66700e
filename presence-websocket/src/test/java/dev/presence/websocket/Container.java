package dev.presence.websocket;

import java.time.Duration;

/** What a suite runs in. */
interface Container {

  /** Starts a container with the endpoint; zero leaves its limit for idle sockets as it is. */
  TestServer serve(PresenceEndpoint endpoint, Duration idleLimit);

  /** False for a container without servlets, which accepts a foreign page and then closes it. */
  default boolean hasServlets() {
    return true;
  }

  /** A scene to be changed and opened. */
  default Scene.Plan scene() {
    return new Scene.Plan(this::serve);
  }
}
