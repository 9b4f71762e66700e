package dev.presence.benchmarks.load;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty on a free port of this machine. */
public final class JettyNode implements AutoCloseable {

  /** What a server serves. */
  @FunctionalInterface
  public interface Deployment {
    /** Adds endpoints. */
    void deployTo(ServerContainer container) throws DeploymentException;
  }

  /** With Java's default of 50, clients that connect at once wait for retries of TCP. */
  private static final int ACCEPT_QUEUE = 4_096;

  private final Server server = new Server();
  private final ServerConnector connector;

  private JettyNode(Deployment deployment, int sendBuffer) {
    connector = new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration()));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    if (sendBuffer > 0) {
      connector.setAcceptedSendBufferSize(sendBuffer);
    }
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (servletContext, container) -> {
          container.setDefaultMaxSessionIdleTimeout(0);
          deployment.deployTo(container);
        });
    server.setHandler(context);
  }

  /** Returns when the server accepts connections. */
  public static JettyNode start(Deployment deployment) {
    return start(deployment, 0);
  }

  /** With a send buffer of this size per socket; 0 for that of the system. */
  public static JettyNode start(Deployment deployment, int sendBuffer) {
    JettyNode node = new JettyNode(deployment, sendBuffer);
    try {
      node.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not start", e);
    }
    return node;
  }

  /** Where it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }
}
