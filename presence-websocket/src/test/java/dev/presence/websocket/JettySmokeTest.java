package dev.presence.websocket;

import dev.presence.PresenceTracker;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JettySmokeTest {
  @Test
  void works() throws Exception {
    PresenceTracker tracker = PresenceTracker.builder().build();
    PresenceEndpoint endpoint =
        PresenceEndpoint.builder(tracker)
            .authenticator(
                h ->
                    CompletableFuture.completedFuture(
                        Admission.admitted(h.parameter("user").get())))
            .build();
    JettyServer server = new JettyServer(endpoint);
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/presence/acme?user=");
    TestClient ada = TestClient.connect(URI.create(uri + "ada"), Map.of());
    System.out.println(ada.next());
    TestClient bob = TestClient.connect(URI.create(uri + "bob"), Map.of());
    System.out.println(bob.next());
    System.out.println(ada.next());
    bob.send("{\"type\":\"presence:setAway\"}");
    System.out.println(ada.next());
    bob.send("{\"type\":\"presence:get\",\"ref\":1,\"userIds\":[\"ada\",\"bob\",\"x\"]}");
    System.out.println(bob.next());
    System.out.println(bob.next());
    bob.send("{\"type\":\"presence:leave\"}");
    System.out.println(ada.next());
    System.out.println(bob.closeCode());
    try {
      TestClient.connect(URI.create(uri + "eve"), Map.of("Origin", "http://evil.example"));
    } catch (Exception e) {
      System.out.println(e);
    }
    endpoint.close();
    System.out.println(ada.closeCode());
    server.close();
    tracker.close();
  }
}
