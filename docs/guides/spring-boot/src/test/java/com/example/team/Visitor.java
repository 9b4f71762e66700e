package com.example.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser: cookies of their own, and one socket. */
final class Visitor implements WebSocket.Listener {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

  final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.NORMAL)
          .build();
  private final String host;
  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder frame = new StringBuilder();
  private WebSocket socket;

  Visitor(int port) {
    host = "127.0.0.1:" + port;
  }

  /** Signs in through the form, with a password that is the name. */
  Visitor signIn(String name) {
    HttpResponse<String> page = submit("/login", "username=" + name + "&password=" + name);
    assertThat(page.uri().getPath()).isEqualTo("/");
    assertThat(page.body()).contains("<presence-provider");
    return this;
  }

  void signOut() {
    submit("/logout", "");
  }

  private HttpResponse<String> submit(String path, String fields) {
    Matcher token = CSRF.matcher(get(path).body());
    assertThat(token.find()).isTrue();
    String form = fields + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return browser.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  /** Opens a socket as a page would. */
  Visitor open(String team) {
    return open(team, "http://" + host);
  }

  Visitor open(String team, String origin) {
    socket =
        browser
            .newWebSocketBuilder()
            .header("Origin", origin)
            .buildAsync(URI.create("ws://" + host + "/presence/" + team), this)
            .join();
    return this;
  }

  void leave() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  void awaitStatus(String user, String status) {
    Pattern told = Pattern.compile("\"" + status + "\":\\[[^]]*\"" + user + "\"");
    await().until(() -> frames.stream().anyMatch(text -> told.matcher(text).find()));
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    frame.append(text);
    if (last) {
      frames.add(frame.toString());
      frame.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode.complete(code);
    return null;
  }
}
