package dev.presence.sample.web;

import dev.presence.PresenceTracker;
import dev.presence.sample.people.Directory;
import dev.presence.websocket.OriginListener;
import dev.presence.websocket.PresenceEndpoint;
import jakarta.servlet.http.HttpServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

/** Which address is answered by what. */
public final class Site {

  private Site() {}

  /** Adds everything that the demo serves to the server. */
  public static void addTo(
      Server server,
      Directory directory,
      PresenceTracker tracker,
      PresenceEndpoint endpoint,
      String storeKind) {
    ServletContextHandler context = new ServletContextHandler("/");
    add(context, new PageServlet(directory), "", "/duo", "/workspaces/*");
    add(context, new FileServlet("demo/assets"), "/assets/*");
    add(context, new FileServlet("META-INF/resources/presence"), "/presence-client/*");
    add(context, new LoginServlet(directory), "/api/login", "/api/logout");
    add(context, new WorkspaceServlet(directory, tracker), "/api/workspaces/*");
    add(context, new StateServlet(directory, tracker, storeKind), "/healthz", "/api/people");
    JakartaWebSocketServletContainerInitializer.configure(
        context, (unused, container) -> endpoint.deployTo(container));
    context.addEventListener(new OriginListener()); // foreign origins get a plain 403
    context.setErrorHandler(new JsonErrors());
    server.setErrorHandler(new JsonErrors());
    server.setHandler(new SecurityHeaders(new WellFormedQueries(context)));
  }

  private static void add(ServletContextHandler context, HttpServlet servlet, String... paths) {
    ServletHolder holder = new ServletHolder(servlet);
    for (String path : paths) {
      context.addServlet(holder, path);
    }
  }
}
