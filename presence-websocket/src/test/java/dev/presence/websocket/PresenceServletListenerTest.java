package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.presence.PresenceTracker;
import jakarta.servlet.ServletContextEvent;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.Test;

/** That it deploys and refuses foreign origins is shown by {@link TomcatEndpointTest}. */
class PresenceServletListenerTest {

  @Test
  void messageNamesWhatAContextWithoutWebSocketLacks() {
    try (PresenceTracker tracker = PresenceTracker.builder().build();
        PresenceEndpoint endpoint =
            PresenceEndpoint.builder(tracker)
                .authenticator(Authenticator.of(handshake -> Admission.unauthenticated()))
                .build()) {
      ServletContextEvent started =
          new ServletContextEvent(new ServletContextHandler("/").getServletContext());
      assertThatIllegalStateException()
          .isThrownBy(() -> new PresenceServletListener(endpoint).contextInitialized(started))
          .withMessageContaining("JakartaWebSocketServletContainerInitializer");
    }
  }

  @Test
  void stoppingTheContextClosesTheEndpointAndNotTheTracker() {
    try (Scene scene =
        new Scene.Plan((endpoint, idle) -> new TomcatServer(endpoint, idle, Setup.USUAL)).open()) {
      FrameLog ada = scene.enter("ada");
      scene.server.close();
      assertThat(ada.closeCode()).isEqualTo(1012);
      assertThat(scene.tracker.workspace("acme").connect("bob").isOpen()).isTrue();
    }
  }
}
