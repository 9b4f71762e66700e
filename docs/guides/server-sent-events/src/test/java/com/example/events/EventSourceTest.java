package com.example.events;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of the guide in real browsers. */
@Timeout(120)
class EventSourceTest {

  @Test
  void dotChangesWhenTheOtherUserComesAndLeaves() throws Exception {
    PresenceOptions options = PresenceOptions.builder().grace(Duration.ofMillis(500)).build();
    PresenceTracker tracker = PresenceTracker.builder().options(options).build();
    TeamContext application = new TeamContext(tracker, Duration.ofMillis(200));
    RunningServer server = new TomcatServer(application, 30_000);
    try (Browser ada = new Browser(server.port(), "ada")) {
      ada.awaitDot("ada", "active");
      ada.awaitDot("bob", "offline");
      try (Browser bob = new Browser(server.port(), "bob")) {
        ada.awaitDot("bob", "active");
        bob.awaitDot("ada", "active");
      }
      ada.awaitDot("bob", "offline");
    } finally {
      tracker.close();
      server.stop();
    }
  }
}
