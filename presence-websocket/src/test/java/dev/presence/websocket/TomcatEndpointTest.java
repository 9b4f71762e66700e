package dev.presence.websocket;

import java.time.Duration;

/** The endpoint in Tomcat. */
class TomcatEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        StatusContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint, Duration idleLimit) {
    return new TomcatServer(endpoint, idleLimit, Setup.USUAL);
  }
}
