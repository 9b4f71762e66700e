package dev.presence.websocket;

import java.time.Duration;

/** The endpoint in Tyrus. */
class TyrusEndpointTest
    implements JoinContract,
        ActivityContract,
        RequestContract,
        StatusContract,
        BadInputContract,
        LimitContract,
        EndContract {

  @Override
  public TestServer serve(PresenceEndpoint endpoint, Duration idleLimit) {
    return new TyrusServer(endpoint, idleLimit);
  }

  @Override
  public boolean hasServlets() {
    return false;
  }
}
