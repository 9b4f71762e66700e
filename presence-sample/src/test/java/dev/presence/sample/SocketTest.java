package dev.presence.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.sample.RunningDemo.Tab;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the demo's logins let sockets in. */
class SocketTest {
  private static RunningDemo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(10, 0);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void aTokenACookieAndABearerLetIn() {
    String token = demo.tokenOf("u1");
    assertThat(userOf(demo.open("/presence/acme?token=" + token))).isEqualTo("u1");
    assertThat(userOf(demo.open("/presence/acme", "Cookie", "presence_demo=" + token)))
        .isEqualTo("u1");
    assertThat(userOf(demo.open("/presence/acme", "Authorization", "Bearer " + token)))
        .isEqualTo("u1");
  }

  @Test
  void theTokenOfATabWinsOverTheCookie() {
    String cookie = "presence_demo=" + demo.tokenOf("ada");
    assertThat(userOf(demo.open("/presence/acme?token=" + demo.tokenOf("u2"), "Cookie", cookie)))
        .isEqualTo("u2");
  }

  @Test
  void userWhoIsNotSignedInIsClosedWith4401() {
    assertThat(demo.open("/presence/acme").closeCode).succeedsWithin(10, SECONDS).isEqualTo(4401);
    assertThat(demo.open("/presence/acme?token=made.up").closeCode)
        .succeedsWithin(10, SECONDS)
        .isEqualTo(4401);
  }

  @Test
  void aForeignWorkspaceIsClosedWith4403() {
    String token = demo.tokenOf("bob");
    assertThat(demo.open("/presence/studio?token=" + token).closeCode)
        .succeedsWithin(10, SECONDS)
        .isEqualTo(4403);
    assertThat(demo.open("/presence?workspace=no/where&token=" + token).closeCode)
        .succeedsWithin(10, SECONDS)
        .isEqualTo(4403);
  }

  @Test
  void aPageOfAForeignOriginIsRefused() {
    String path = "/presence/acme?token=" + demo.tokenOf("u3");
    assertThatThrownBy(() -> demo.open(path, "Origin", "https://elsewhere.example"))
        .cause()
        .asInstanceOf(type(WebSocketHandshakeException.class))
        .extracting(refused -> refused.getResponse().statusCode())
        .isEqualTo(403);
    assertThat(userOf(demo.open(path, "Origin", demo.uri().toString()))).isEqualTo("u3");
  }

  @Test
  void pageIsServedUnderEveryNameOfThisMachine() throws Exception {
    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "demo.localhost")) {
      String authority = host + ":" + demo.uri().getPort();
      assertThat(statusOf(authority, "http://" + authority)).as(host).isEqualTo(101);
    }
  }

  @Test
  void pageOfAnotherSchemeOrAnUnknownHostIsRefused() throws Exception {
    String authority = demo.uri().getAuthority();
    assertThat(statusOf(authority, "https://" + authority)).isEqualTo(403);
    String rebound = "evil.example:" + demo.uri().getPort();
    assertThat(statusOf(rebound, "http://" + rebound)).isEqualTo(403);
  }

  /** The status of a handshake with these headers, which no HTTP client lets a caller choose. */
  private static int statusOf(String host, String origin) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", demo.uri().getPort())) {
      String request =
          "GET /presence/acme?token=%s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nUpgrade: websocket\r\n"
              + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Version: 13\r\n\r\n";
      byte[] bytes = request.formatted(demo.tokenOf("u3"), host, origin).getBytes(US_ASCII);
      socket.getOutputStream().write(bytes);
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      return Integer.parseInt(new String(status, US_ASCII).substring(9));
    }
  }

  @Test
  void aQueryThatIsNoEncodedTextIsBadInput() {
    String path = "/presence/acme?token=" + demo.tokenOf("u3") + "&x=%FF";
    assertThatThrownBy(() -> demo.open(path))
        .cause()
        .asInstanceOf(type(WebSocketHandshakeException.class))
        .extracting(refused -> refused.getResponse().statusCode())
        .isEqualTo(400);
  }

  @Test
  void othersSeeWhoComesAndGoes() {
    Tab watcher = demo.open("/presence/acme?token=" + demo.tokenOf("u4"));
    await().until(() -> !watcher.frames.isEmpty());
    Tab tab = demo.open("/presence/acme?token=" + demo.tokenOf("u5"));
    await().until(() -> saw(watcher, "u5", "active"));
    tab.leave();
    await().until(() -> saw(watcher, "u5", "offline"));
  }

  private static String userOf(Tab tab) {
    await().until(() -> !tab.frames.isEmpty());
    JsonNode first = tab.frames.get(0);
    assertThat(first.path("type").textValue()).isEqualTo("presence:snapshot");
    return first.path("userId").textValue();
  }

  private static boolean saw(Tab tab, String userId, String status) {
    return tab.updatesOf(userId).contains(status);
  }
}
