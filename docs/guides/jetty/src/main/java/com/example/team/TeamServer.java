package com.example.team;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An application with a login, as it was before it had presence; but for one line. */
final class TeamServer {

  private TeamServer() {}

  public static void main(String[] arguments) throws Exception {
    Server server = on(8080);
    server.setStopAtShutdown(true);
    server.start();
    server.join();
  }

  static Server on(int port) {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);

    Teams teams = new Teams();
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.addServlet(new PageServlet(teams), "/");
    new TeamPresence(teams).addTo(server, context);
    server.setHandler(context);
    return server;
  }
}
