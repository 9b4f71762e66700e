package dev.presence.sample.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.PresenceTracker;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.sample.web.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with the page open: a real WebSocket to a node, and everything that the page showed from
 * beginning to end.
 */
final class Visitor implements WebSocket.Listener {

  /** The clock of the tests' own measurements. */
  static final PresenceRuntime CLOCK = PresenceTracker.builder().build().runtime();

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A status that came up for somebody, at a time of the clock. */
  record Shown(long ticks, String userId, String status) {}

  private final String userId;
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private WebSocket socket;

  private final Map<String, String> statuses = new HashMap<>();
  private final List<Shown> shown = new ArrayList<>();
  private final List<Shown> told = new ArrayList<>();
  private final List<Boolean> stale = new ArrayList<>();
  private boolean started;

  private Visitor(String userId) {
    this.userId = userId;
  }

  /** Opens the workspace that all are members of. */
  static Visitor open(NodeProcess node, String userId) {
    return open(node, userId, "acme");
  }

  static Visitor open(NodeProcess node, String userId, String workspace) {
    Visitor visitor = new Visitor(userId);
    String path = "/presence/" + workspace + "?token=" + Tokens.make(userId);
    URI address = URI.create("ws://" + node.uri().getAuthority() + path);
    visitor.socket = NodeProcess.HTTP.newWebSocketBuilder().buildAsync(address, visitor).join();
    return visitor;
  }

  /** Says {@code presence:TYPE}. */
  void say(String type) {
    send("{\"type\":\"presence:" + type + "\"}");
  }

  void setActivity(boolean active) {
    send("{\"type\":\"presence:activity\",\"active\":" + active + "}");
  }

  private void send(String frame) {
    socket.sendText(frame, true).join();
  }

  String userId() {
    return userId;
  }

  /** Completes with the code when the server closes the socket; 1006 when it breaks. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  /** True once the first snapshot is there. */
  synchronized boolean isStarted() {
    return started;
  }

  /** What is shown for a user now; offline for whoever is not there. */
  synchronized String statusOf(String user) {
    return statuses.getOrDefault(user, "offline");
  }

  /** All that was shown for a user, one after the other. */
  synchronized List<String> historyOf(String user) {
    return shown.stream().filter(it -> it.userId().equals(user)).map(Shown::status).toList();
  }

  /** Each status that was shown, and when. */
  synchronized List<Shown> shown() {
    return List.copyOf(shown);
  }

  /**
   * How often an update said this of a user, whether that was news or not; for offline also how
   * often a snapshot said it by leaving out whom it had before.
   */
  synchronized long timesTold(String user, String status) {
    return told.stream()
        .filter(it -> it.userId().equals(user) && it.status().equals(status))
        .count();
  }

  /** What the server said of its store: true for stale. */
  synchronized List<Boolean> stale() {
    return List.copyOf(stale);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      came(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  private synchronized void came(String frame) {
    JsonNode json = parse(frame);
    switch (json.path("type").textValue()) {
      case "presence:snapshot" -> snapshot(json);
      case "presence:update" ->
          columns(json).forEach((user, status) -> told.add(show(user, status)));
      case "presence:stale" -> stale.add(json.path("stale").booleanValue());
      case "presence:error" -> throw new IllegalStateException(frame);
      default -> {}
    }
  }

  private void snapshot(JsonNode snapshot) {
    Set<String> absent = new HashSet<>(statuses.keySet());
    columns(snapshot)
        .forEach(
            (user, status) -> {
              absent.remove(user);
              show(user, status);
            });
    absent.removeIf(user -> statuses.get(user).equals("offline"));
    absent.forEach(user -> told.add(show(user, "offline")));
    started = true;
  }

  private Shown show(String user, String status) {
    Shown news = new Shown(CLOCK.ticks(), user, status);
    if (!status.equals(statuses.put(user, status))) {
      shown.add(news);
    }
    return news;
  }

  private static Map<String, String> columns(JsonNode frame) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String status : List.of("active", "away", "offline")) {
      frame.path(status).forEach(user -> columns.put(user.textValue(), status));
    }
    return columns;
  }

  private static JsonNode parse(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }
}
