package com.example.team;

import dev.presence.PresenceTracker;
import dev.presence.websocket.Admission;
import dev.presence.websocket.Authenticator;
import dev.presence.websocket.Handshake;
import dev.presence.websocket.PresenceEndpoint;
import dev.presence.websocket.PresenceServletListener;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

final class TeamPresence implements LifeCycle.Listener {

  private final PresenceTracker tracker = PresenceTracker.builder().build();
  private final PresenceEndpoint endpoint =
      PresenceEndpoint.builder(tracker).authenticator(Authenticator.of(this::admit)).build();
  private final Teams teams;

  TeamPresence(Teams teams) {
    this.teams = teams;
  }

  void addTo(Server server, ServletContextHandler context) {
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.addEventListener(new PresenceServletListener(endpoint));
    ServletHolder client = context.addServlet(ResourceServlet.class, "/presence/*");
    client.setInitParameter(
        "baseResource",
        PresenceEndpoint.class.getResource("/META-INF/resources/presence").toString());
    client.setInitParameter("dirAllowed", "false");
    server.addEventListener(this);
  }

  private Admission admit(Handshake handshake) {
    String user = (String) handshake.sessionAttribute("user").orElse(null);
    if (user == null) {
      return Admission.unauthenticated();
    }
    boolean member = teams.hasMember(handshake.workspaceId(), user);
    return member ? Admission.admitted(user) : Admission.forbidden();
  }

  // Before the server stops, so that clients move to another node and nobody sees them leave.
  @Override
  public void lifeCycleStopping(LifeCycle server) {
    tracker.close();
  }
}
