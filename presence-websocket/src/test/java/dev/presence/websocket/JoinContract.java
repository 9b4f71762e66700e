package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How a socket begins: who may have one, and what it gets first. */
interface JoinContract extends Container {

  @Test
  default void firstFrameIsASnapshotWithTheViewer() {
    try (Scene scene = scene().open()) {
      scene.enter("ada");
      JsonNode snapshot = scene.connect("bob", "").next("snapshot");
      assertThat(snapshot.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "type", "workspaceId", "userId", "version", "active", "counts");
      assertThat(snapshot.path("workspaceId").textValue()).isEqualTo("acme");
      assertThat(snapshot.path("userId").textValue()).isEqualTo("bob");
      assertThat(snapshot.path("version").isIntegralNumber()).isTrue();
      assertThat(FrameLog.usersIn(snapshot)).containsExactlyInAnyOrder("ada", "bob");
      assertThat(snapshot.path("counts")).hasToString("{\"online\":2,\"away\":0}");
    }
  }

  @Test
  default void noExtensionIsNegotiated() {
    try (Scene scene = scene().open()) {
      RawClient ada =
          scene.raw("/presence/acme?user=ada", "Sec-WebSocket-Extensions: permessage-deflate");
      ada.listen().next("snapshot");
      assertThat(ada.head()).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    }
  }

  @Test
  default void everyMemberSeesANewUserAtOnce() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog bob = scene.enter("bob");
      ada.awaitStatus("bob", "active");
      long before = scene.ticks();
      scene.enter("cat");
      JsonNode update = ada.next("update");
      assertThat(scene.ticks() - before).isLessThan(1_000);
      assertThat(update.path("version").isIntegralNumber()).isTrue();
      assertThat(FrameLog.usersIn(update)).hasSize(1);
      assertThat(FrameLog.statusIn(update, "cat")).isEqualTo("active");
      bob.awaitStatus("cat", "active");
    }
  }

  @Test
  default void otherWorkspacesReceiveNothing() {
    try (Scene scene = scene().open()) {
      FrameLog stranger = scene.connectTo("/presence/other?user=eve", Map.of());
      assertThat(FrameLog.usersIn(stranger.next("snapshot"))).hasSize(1);
      scene.enter("ada").say("setAway");
      FrameLog bob = scene.enter("bob");
      bob.untilPong();
      assertThat(stranger.untilPong()).isEmpty();
    }
  }

  @Test
  default void hiddenTabConnectsAway() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.connect("ada", "&active=false");
      assertThat(FrameLog.statusIn(ada.next("snapshot"), "ada")).isEqualTo("away");
      FrameLog bob = scene.connect("bob", "&active=true");
      assertThat(FrameLog.statusIn(bob.next("snapshot"), "bob")).isEqualTo("active");
    }
  }

  @Test
  default void workspaceIdIsReadFromThePathAsItWasWritten() {
    try (Scene scene = scene().open()) {
      List.of("a b", "a+b", "ä", "\uD83D\uDE00", "a?b#c", "a;b", "a&b=c:@")
          .forEach(
              id -> {
                String path = "/presence/" + Scene.encode(id).replace("+", "%20");
                RawClient client = scene.raw(path + "?user=ada").listen();
                assertThat(client.next("snapshot").path("workspaceId").textValue()).isEqualTo(id);
              });
      RawClient plus = scene.raw("/presence/a+b?user=ada").listen();
      assertThat(plus.next("snapshot").path("workspaceId").textValue()).isEqualTo("a+b");
    }
  }

  @Test
  default void workspaceIdThatAPathCannotCarryIsReadFromTheQuery() {
    try (Scene scene = scene().open()) {
      List.of("a/b", "a\\b", "100%", ".", "..", "a b+c&d", "plain")
          .forEach(
              id -> {
                String query = "?active=true&workspace=" + Scene.encode(id) + "&user=ada";
                RawClient client = scene.raw("/presence" + query).listen();
                assertThat(client.next("snapshot").path("workspaceId").textValue()).isEqualTo(id);
              });
    }
  }

  @Test
  default void whatIsNoWorkspaceIdIsNotAllowed() {
    try (Scene scene = scene().open()) {
      List.of("?user=ada", "?workspace=&user=ada", "/%20%20?user=ada", "/" + "x".repeat(129))
          .forEach(
              rest ->
                  assertThat(scene.raw("/presence" + rest).listen().closeCode()).isEqualTo(4403));
      assertThat(scene.asked).isEmpty();
    }
  }

  @Test
  default void unknownCallerIsClosedWith4401BeforeAnythingElse() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog nobody = scene.connectTo("/presence/acme", Map.of());
      assertThat(nobody.closeCode()).isEqualTo(4401);
      assertThat(nobody.waiting()).isZero();
      assertThat(ada.untilPong()).isEmpty();
    }
  }

  @Test
  default void foreignWorkspaceIsClosedWith4403BeforeAnythingElse() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.connectTo("/presence/secret?user=ada", Map.of());
      assertThat(ada.closeCode()).isEqualTo(4403);
      assertThat(ada.waiting()).isZero();
      assertThat(scene.tracker.workspace("secret").getStatus("ada"))
          .succeedsWithin(FrameLog.TIMEOUT)
          .hasToString("OFFLINE");
    }
  }

  private void assertRefused(Scene scene, String... headers) {
    RawClient page = scene.raw("/presence/acme?user=ada", headers);
    String request = String.join(", ", headers);
    if (hasServlets()) {
      assertThat(page.status()).as(request).isEqualTo(403);
    } else {
      assertThat(page.listen().closeCode()).as(request).isEqualTo(4403);
      assertThat(page.waiting()).isZero();
    }
  }

  @Test
  default void pageOfAForeignOriginIsRefused() {
    try (Scene scene = scene().open()) {
      List.of("https://evil.example", "http://127.0.0.1:1", "null", "https://app.example.evil")
          .forEach(origin -> assertRefused(scene, "Origin: " + origin));
      assertThat(scene.asked).isEmpty();
    }
  }

  @Test
  default void pageOfAnotherSchemeIsRefused() {
    try (Scene scene = scene().open()) {
      assertRefused(scene, "Origin: https://127.0.0.1:" + scene.server.port());
      assertRefused(scene, "Origin: ftp://127.0.0.1:" + scene.server.port());
      assertRefused(scene, "Host: 127.0.0.1", "Origin: https://127.0.0.1");
      assertThat(scene.asked).isEmpty();
    }
  }

  @Test
  default void pageOfAnUnknownHostIsRefusedAtThatHost() {
    try (Scene scene = scene().open()) {
      String evil = "evil.example:" + scene.server.port();
      assertRefused(scene, "Host: " + evil, "Origin: http://" + evil);
      assertRefused(scene, "Host: evil.example", "Origin: http://evil.example");
      assertThat(scene.asked).isEmpty();
    }
  }

  @Test
  default void pageOfAKnownHostIsServedAtThatHost() {
    try (Scene scene = scene().endpoint(it -> it.allowedHosts("a.example", "*.b.example")).open()) {
      List.of("a.example", "x.b.example:81", "localhost", "tab.localhost:8080", "[::1]:8080")
          .forEach(
              host ->
                  scene
                      .raw("/presence/acme?user=ada", "Host: " + host, "Origin: http://" + host)
                      .listen()
                      .next("snapshot"));
    }
  }

  @Test
  default void pageOfTheSameHostOrAListedOriginIsServed() {
    try (Scene scene = scene().open()) {
      List.of("http://127.0.0.1:" + scene.server.port(), "https://app.example")
          .forEach(
              origin ->
                  scene
                      .raw("/presence/acme?user=ada", "Origin: " + origin)
                      .listen()
                      .next("snapshot"));
    }
  }

  @Test
  default void authenticatorSeesTheRequest() {
    try (Scene scene = scene().open()) {
      scene
          .raw(
              "/presence/acme?user=ada&token=a%2Bb+c&token=d&workspaceId=evil",
              "Cookie: a=1; session=x=y; b=2", "Authorization: Bearer 42")
          .listen()
          .next("snapshot");
      Handshake handshake = scene.asked.get(0);
      assertThat(handshake.workspaceId()).isEqualTo("acme");
      assertThat(handshake.parameter("token")).contains("a+b c");
      assertThat(handshake.parameter("workspace")).isEmpty();
      assertThat(handshake.cookie("session")).contains("x=y");
      assertThat(handshake.cookie("sess")).isEmpty();
      assertThat(handshake.header("authorization")).contains("Bearer 42");
      assertThat(handshake.header("X-Missing")).isEmpty();
      assertThat(handshake.principal()).isEmpty();
    }
  }

  @Test
  default void authenticatorSeesTheSessionOfTheApplication() {
    try (Scene scene = scene().open()) {
      scene.connect("ada", "&signIn=ada").next("snapshot");
      Handshake handshake = scene.asked.get(0);
      if (hasServlets()) {
        assertThat(handshake.sessionAttribute("user")).contains("ada");
      }
      assertThat(handshake.sessionAttribute("missing")).isEmpty();
    }
  }

  @Test
  default void requestsOfManySocketsAtOnceAreNotMixedUp() {
    try (Scene scene = scene().open()) {
      List<Integer> numbers = java.util.stream.IntStream.range(0, 40).boxed().toList();
      numbers.parallelStream()
          .forEach(
              number -> {
                try (RawClient client =
                    new RawClient(
                        scene.server.port(), "/presence/w" + number + "?user=u" + number)) {
                  JsonNode snapshot = client.listen().next("snapshot");
                  assertThat(snapshot.path("workspaceId").textValue()).isEqualTo("w" + number);
                  assertThat(snapshot.path("userId").textValue()).isEqualTo("u" + number);
                }
              });
    }
  }

  @Test
  default void framesBeforeTheAnswerOfTheAuthenticatorWait() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.connect("ada", "&auth=waits");
      for (int ref = 1; ref <= 8; ref++) {
        ada.say("ping", "'ref': " + ref);
      }
      ada.say("activity", "'active': false");
      ada.say("ping", "'ref': 9");
      assertThat(ada.waiting()).isZero();
      Awaitility.await().until(() -> !scene.asked.isEmpty());
      scene.door.complete(null);
      JsonNode snapshot = ada.next("snapshot");
      assertThat(ada.next("error").path("ref").intValue()).isEqualTo(9);
      for (int ref = 1; ref <= 8; ref++) {
        assertThat(ada.next("pong").path("ref").intValue()).isEqualTo(ref);
      }
      if (!"away".equals(FrameLog.statusIn(snapshot, "ada"))) {
        ada.awaitStatus("ada", "away");
      }
    }
  }

  @Test
  default void snapshotIsFirstHoweverEarlyARequestComes() {
    try (Scene scene = scene().open()) {
      for (int i = 0; i < 10; i++) {
        FrameLog ada = scene.connect("ada", "");
        ada.say("ping", "'ref': 1");
        ada.say("get", "'ref': 2, 'userIds': ['ada']");
        ada.next("snapshot");
        ada.next("pong");
        assertThat(FrameLog.statusIn(ada.next("result"), "ada")).isEqualTo("active");
      }
    }
  }

  @Test
  default void authenticatorThatFailsLetsNobodyInAndDoesNotHarmOthers() {
    Duration deadline = Duration.ofMillis(300);
    try (Scene scene = scene().limits(it -> it.authenticationTimeout(deadline)).open()) {
      FrameLog ada = scene.enter("ada");
      List<FrameLog> failed =
          List.of("throws", "fails", "null", "hangs", "blocks", "blocks").stream()
              .map(how -> scene.connect("eve", "&auth=" + how))
              .toList();
      scene.enter("bob");
      failed.forEach(client -> assertThat(client.closeCode()).isEqualTo(1011));
      failed.forEach(client -> assertThat(client.waiting()).isZero());
      assertThat(FrameLog.usersIn(ada.next("update"))).hasSize(1);
      assertThat(ada.untilPong()).isEmpty();
    }
  }
}
