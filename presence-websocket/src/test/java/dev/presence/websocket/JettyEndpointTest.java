package dev.presence.websocket;

/** The endpoint in Jetty. */
class JettyEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint) {
    return new JettyServer(endpoint);
  }
}
