package com.example.events;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

final class JettyServer implements RunningServer {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  JettyServer(TeamContext application, int writeTimeoutMillis) throws Exception {
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(writeTimeoutMillis);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.addServletContainerInitializer(application);
    server.setHandler(context);
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }
}
