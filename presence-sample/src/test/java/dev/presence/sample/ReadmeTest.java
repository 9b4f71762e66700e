package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.testkit.RecordingListener;
import dev.presence.websocket.Admission;
import dev.presence.websocket.Authenticator;
import dev.presence.websocket.PresenceEndpoint;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of README.md works as it stands there, and without a Redis at first. */
class ReadmeTest {

  private final Map<String, String> sessions = Map.of("s1", "ada");
  private final Server server = new Server();
  private final RecordingListener listener = new RecordingListener();
  private PresenceTracker tracker;
  private PresenceEndpoint endpoint;

  /** The lines of README.md; a test of the docs compares them. */
  private void serve(ServerContainer container, String redisUri) throws DeploymentException {
    tracker =
        PresenceTracker.builder()
            .store(RedisPresenceStore.create(redisUri)) // without a store: in memory, one server
            .build();
    endpoint =
        PresenceEndpoint.builder(tracker)
            .authenticator(Authenticator.of(handshake -> admit(handshake.cookie("session"))))
            .allowedOrigins("https://app.example") // your pages; localhost needs no entry
            .build();
    endpoint.deployTo(container); // serves /presence/{workspaceId}

    Workspace acme = tracker.workspace("acme");
    acme.subscribe(listener); // receives everyone who is online, then each change
    acme.setAway("bob"); // on all tabs and servers, until setActive
    acme.getPresence(List.of("ada", "bob")).thenAccept(this::show);
  }

  private Admission admit(Optional<String> session) {
    return session.map(sessions::get).map(Admission::admitted).orElse(Admission.unauthenticated());
  }

  private void show(Map<String, Presence> found) {
    assertThat(found).containsOnlyKeys("ada", "bob");
  }

  @AfterEach
  void stop() throws Exception {
    tracker.close();
    server.stop();
  }

  @Test
  void whoOpensASocketIsPresent() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(
        context, (unused, container) -> serve(container, "redis://127.0.0.1:1"));
    server.setHandler(context);
    server.start();
    RunningDemo.Tab tab = new RunningDemo.Tab();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Cookie", "session=s1")
            .buildAsync(
                URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/presence/acme"), tab)
            .get(30, TimeUnit.SECONDS);
    await().until(() -> !tab.frames.isEmpty());
    assertThat(tab.frames.get(0).path("userId").textValue()).isEqualTo("ada");
    await().until(() -> listener.statusOf("ada") == PresenceStatus.ACTIVE);
    socket.abort();
  }
}
