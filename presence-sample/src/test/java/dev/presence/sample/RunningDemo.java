package dev.presence.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.websocket.EndpointLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A demo that serves on a free port of this process, and what a client does with it. */
final class RunningDemo implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final DemoServer server;

  private RunningDemo(DemoServer server) {
    this.server = server;
  }

  static RunningDemo with(int members, int bots) throws Exception {
    return with(members, bots, Duration.ofSeconds(1));
  }

  static RunningDemo with(int members, int bots, Duration grace) throws Exception {
    return with(members, bots, grace, EndpointLimits.defaults());
  }

  static RunningDemo with(int members, int bots, Duration grace, EndpointLimits limits)
      throws Exception {
    return start(null, "presence", members, bots, grace, limits);
  }

  /** A demo that shares a Redis with others. */
  static RunningDemo in(String redis, String namespace) throws Exception {
    return start(redis, namespace, 0, 0, Duration.ofSeconds(1), EndpointLimits.defaults());
  }

  private static RunningDemo start(
      String redis, String namespace, int members, int bots, Duration grace, EndpointLimits limits)
      throws Exception {
    Duration second = Duration.ofSeconds(1);
    return new RunningDemo(
        DemoServer.start(
            new DemoSettings(
                "127.0.0.1",
                0,
                redis,
                namespace,
                members,
                bots,
                DemoSettings.optionsOf(second.multipliedBy(4), second, grace, Duration.ofDays(1)),
                limits)));
  }

  URI uri() {
    return server.uri();
  }

  String tokenOf(String userId) {
    HttpResponse<String> answer = post("/api/login", "{\"userId\":\"" + userId + "\"}");
    return json(answer).path("token").textValue();
  }

  /** {@code headers} are names and values by turns. */
  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers));
  }

  HttpResponse<String> getAs(String userId, String path) {
    return get(path, "Authorization", "Bearer " + tokenOf(userId));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> postAs(String userId, String path, String body) {
    return post(path, body, "Authorization", "Bearer " + tokenOf(userId));
  }

  /** Opens a socket; {@code path} may carry a query. */
  Tab open(String path, String... headers) {
    Tab tab = new Tab();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI address = URI.create("ws://" + uri().getAuthority() + path);
    tab.socket = builder.buildAsync(address, tab).join();
    return tab;
  }

  static JsonNode json(HttpResponse<String> answer) {
    return parse(answer.body());
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  @Override
  public void close() {
    server.close();
  }

  /** One open socket, and what came through it. */
  static final class Tab implements WebSocket.Listener {

    private static final List<String> STATUSES = List.of("active", "away", "offline");

    final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    /** The statuses of this user in updates, one after another. */
    List<String> updatesOf(String userId) {
      return frames.stream()
          .filter(frame -> frame.path("type").asText().equals("presence:update"))
          .flatMap(frame -> STATUSES.stream().filter(status -> lists(frame.path(status), userId)))
          .toList();
    }

    private static boolean lists(JsonNode column, String userId) {
      return column.valueStream().anyMatch(user -> user.textValue().equals(userId));
    }

    void send(String frame) {
      socket.sendText(frame, true).join();
    }

    void leave() {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(parse(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      closeCode.complete(statusCode);
      return null;
    }
  }
}
