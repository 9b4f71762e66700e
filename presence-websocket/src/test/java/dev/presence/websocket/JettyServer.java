package dev.presence.websocket;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with the endpoint and the listener that gives it the host of a request. */
final class JettyServer implements TestServer {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  JettyServer(PresenceEndpoint endpoint, Duration idleLimit) {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.addEventListener(new SessionListener());
    context.addEventListener(new OriginListener());
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (servletContext, container) -> {
          TestServer.limitIdle(container, idleLimit);
          endpoint.deployTo(container);
        });
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
