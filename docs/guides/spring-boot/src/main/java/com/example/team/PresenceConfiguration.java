package com.example.team;

import dev.presence.PresenceTracker;
import dev.presence.websocket.Admission;
import dev.presence.websocket.Authenticator;
import dev.presence.websocket.Handshake;
import dev.presence.websocket.PresenceEndpoint;
import dev.presence.websocket.PresenceServletListener;
import java.security.Principal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

@Configuration
class PresenceConfiguration {

  @Bean
  PresenceTracker presenceTracker() {
    return PresenceTracker.builder().build();
  }

  @Bean
  PresenceEndpoint presenceEndpoint(PresenceTracker tracker, Teams teams) {
    return PresenceEndpoint.builder(tracker)
        .authenticator(Authenticator.of(handshake -> admit(handshake, teams)))
        .build();
  }

  private static Admission admit(Handshake handshake, Teams teams) {
    String user = handshake.principal().map(Principal::getName).orElse(null);
    if (user == null) {
      return Admission.unauthenticated();
    }
    boolean member = teams.hasMember(handshake.workspaceId(), user);
    return member ? Admission.admitted(user) : Admission.forbidden();
  }

  @Bean
  PresenceServletListener presenceServletListener(PresenceEndpoint endpoint) {
    return new PresenceServletListener(endpoint);
  }

  // Before the web server stops, so that clients move to another node and nobody sees them leave.
  @EventListener
  void drain(ContextClosedEvent closing) {
    closing.getApplicationContext().getBean(PresenceTracker.class).close();
  }
}
