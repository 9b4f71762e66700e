package dev.presence.websocket;

/** The endpoint in Tyrus. */
class TyrusEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint) {
    return new TyrusServer(endpoint);
  }

  @Override
  public boolean hasServlets() {
    return false;
  }
}
