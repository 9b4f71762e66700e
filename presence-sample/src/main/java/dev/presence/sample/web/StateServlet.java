package dev.presence.sample.web;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceHealth;
import dev.presence.sample.people.Directory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** What anybody may know: that the demo serves, how its store is, and whom one can be. */
final class StateServlet extends JsonServlet {

  private static final long serialVersionUID = 1L;

  private final transient Directory directory;
  private final transient PresenceTracker tracker;
  private final String storeKind;

  StateServlet(Directory directory, PresenceTracker tracker, String storeKind) {
    this.directory = directory;
    this.tracker = tracker;
    this.storeKind = storeKind;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireMethod(request, "GET", "HEAD");
    boolean health = request.getServletPath().equals("/healthz");
    Json.write(response, 200, health ? health() : people());
  }

  private Map<String, Object> health() {
    PresenceHealth health = tracker.health();
    return Map.of(
        "status",
        "serving",
        "node",
        tracker.nodeId(),
        "store",
        Map.of(
            "kind", storeKind,
            "connected", health.isConnected(),
            "stale", health.isStale(),
            "silentForMillis", health.silence().toMillis()));
  }

  private Map<String, Object> people() {
    return Map.of(
        "people",
        directory.cast(),
        "numberOfMembers",
        directory.numberOfMembers(),
        "store",
        storeKind,
        "graceMillis",
        tracker.options().grace().toMillis());
  }
}
