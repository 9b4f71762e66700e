package com.example.start;

import dev.presence.PresenceTracker;
import dev.presence.websocket.Admission;
import dev.presence.websocket.Authenticator;
import dev.presence.websocket.Handshake;
import dev.presence.websocket.PresenceEndpoint;
import dev.presence.websocket.PresenceServletListener;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

public final class Start {

  private static final Set<String> USERS = Set.of("ada", "bob");

  public static void main(String[] arguments) throws Exception {
    Server server = on(8080);
    server.start();
    server.join();
  }

  static Server on(int port) {
    PresenceTracker tracker = PresenceTracker.builder().build();
    PresenceEndpoint endpoint =
        PresenceEndpoint.builder(tracker).authenticator(Authenticator.of(Start::admit)).build();

    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.addEventListener(new PresenceServletListener(endpoint));
    context.setWelcomeFiles(new String[] {"index.html"});
    serve(context, "/presence/*", "/META-INF/resources/presence");
    serve(context, "/", "/page");

    Server server = new Server(port);
    server.setHandler(context);
    return server;
  }

  private static Admission admit(Handshake handshake) {
    String user = handshake.parameter("token").orElse("");
    return USERS.contains(user) ? Admission.admitted(user) : Admission.unauthenticated();
  }

  private static void serve(ServletContextHandler context, String path, String folder) {
    context
        .addServlet(ResourceServlet.class, path)
        .setInitParameter("baseResource", Start.class.getResource(folder).toString());
  }
}
