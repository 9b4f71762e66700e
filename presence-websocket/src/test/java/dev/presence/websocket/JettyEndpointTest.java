package dev.presence.websocket;

import java.time.Duration;

/** The endpoint in Jetty. */
class JettyEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        StatusContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint, Duration idleLimit) {
    return new JettyServer(endpoint, idleLimit, Setup.USUAL);
  }
}
