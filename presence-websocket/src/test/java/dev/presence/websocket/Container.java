package dev.presence.websocket;

/** What a suite runs in. */
interface Container {

  /** Starts a container with the endpoint. */
  TestServer serve(PresenceEndpoint endpoint);

  /** False for a container without servlets, which accepts a foreign page and then closes it. */
  default boolean hasServlets() {
    return true;
  }

  /** A scene to be changed and opened. */
  default Scene.Plan scene() {
    return new Scene.Plan(this::serve);
  }
}
