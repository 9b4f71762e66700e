package com.example.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The project of the page "Start", started as a reader starts it. */
class StartTest {

  private static final Server SERVER = Start.on(0);
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    SERVER.start();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.stop();
  }

  @Test
  void pageAndClientAreServed() {
    assertThat(get("/?as=ada")).contains("<presence-provider");
    assertThat(get("/presence/presence-elements.js")).contains("presence-indicator");
    assertThat(get("/presence/presence.css")).contains("presence-indicator");
  }

  @Test
  void oneUserSeesTheOtherComeAndLeave() {
    Frames ada = open("ada");
    WebSocket bob = open("bob").socket;
    ada.awaitStatus("bob", "active");
    bob.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    ada.awaitStatus("bob", "offline");
    ada.socket.abort();
  }

  private static int port() {
    return SERVER.getURI().getPort();
  }

  private static String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    return BROWSER
        .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .join()
        .body();
  }

  private static Frames open(String user) {
    Frames frames = new Frames();
    frames.socket =
        BROWSER
            .newWebSocketBuilder()
            .header("Origin", "http://127.0.0.1:" + port())
            .buildAsync(
                URI.create("ws://127.0.0.1:" + port() + "/presence/acme?token=" + user), frames)
            .join();
    return frames;
  }

  /** Every frame that one page receives. */
  private static final class Frames implements WebSocket.Listener {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private WebSocket socket;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      received.add(text.toString());
      from.request(1);
      return null;
    }

    void awaitStatus(String user, String status) {
      Pattern expected = Pattern.compile("\"" + status + "\":\\[[^]]*\"" + user + "\"");
      await().until(() -> received.stream().anyMatch(frame -> expected.matcher(frame).find()));
    }
  }
}
