package dev.presence.websocket;

/** The endpoint in Tomcat. */
class TomcatEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint) {
    return new TomcatServer(endpoint);
  }
}
