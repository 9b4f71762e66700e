package com.example.events;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A client with cookies of its own, and the event stream that it reads. */
final class EventClient implements Flow.Subscriber<String> {

  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final Map<String, String> statuses = new ConcurrentHashMap<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final String host;
  private Flow.Subscription subscription;

  EventClient(int port) {
    host = "127.0.0.1:" + port;
  }

  EventClient signIn(String user) {
    get("/login?user=" + user);
    return this;
  }

  HttpResponse<String> get(String path, String... headers) {
    return http.sendAsync(request(path, headers), BodyHandlers.ofString()).join();
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + path));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  /** The header with which the client shows who it is. */
  String cookie() {
    return cookies.getCookieStore().getCookies().get(0).toString();
  }

  EventClient open(String query) {
    http.sendAsync(
        request("/presence/acme" + query, "Sec-Fetch-Site", "same-origin"),
        BodyHandlers.fromLineSubscriber(this));
    await().until(() -> !frames.isEmpty());
    return this;
  }

  /** Cuts the connection. */
  void cut() {
    subscription.cancel();
  }

  static JsonNode frame(String line) {
    try {
      return JSON.readTree(line.substring("data: ".length()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  /** The columns of a frame: status by user. */
  static Map<String, String> statuses(JsonNode frame) {
    Map<String, String> statuses = new HashMap<>();
    for (String column : List.of("active", "away", "offline")) {
      frame.path(column).forEach(user -> statuses.put(user.asText(), column));
    }
    return statuses;
  }

  void awaitStatus(String user, String status) {
    await().until(() -> status.equals(statuses.get(user)));
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    lines.add(line);
    if (line.startsWith("data: ")) {
      frames.add(frame(line));
      statuses.putAll(statuses(frame(line)));
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    ended.complete(null);
  }
}
