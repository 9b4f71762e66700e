package dev.presence.websocket;

import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/**
 * Tyrus on Grizzly: a container without servlets. It listens on all addresses; nothing else can.
 */
final class TyrusServer implements TestServer {

  private final ServerContainer container = ServerContainerFactory.createServerContainer(Map.of());

  TyrusServer(PresenceEndpoint endpoint, Duration idleLimit) {
    TestServer.limitIdle(container, idleLimit);
    try {
      endpoint.deployTo(container);
      container.start("", 0);
    } catch (DeploymentException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return ((TyrusServerContainer) container).getPort();
  }

  @Override
  public void close() {
    container.stop();
  }
}
