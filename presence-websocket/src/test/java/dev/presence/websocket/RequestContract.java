package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What a client asks for. */
interface RequestContract extends Container {

  private static List<String> usersIn(JsonNode frame, String list) {
    return StreamSupport.stream(frame.path(list).spliterator(), false)
        .map(member -> member.path("userId").asText())
        .toList();
  }

  @Test
  default void getAnswersWithEveryoneAskedFor() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      scene.enter("bob");
      ada.awaitStatus("bob", "active");
      ada.say("get", "'ref': 7, 'userIds': ['bob', 'nobody', 'bob', 'ada']");
      JsonNode result = ada.next("result");
      assertThat(result.path("ref").intValue()).isEqualTo(7);
      assertThat(usersIn(result, "members")).containsExactlyInAnyOrder("ada", "bob", "nobody");
      assertThat(FrameLog.statusIn(result, "bob")).isEqualTo("active");
      assertThat(FrameLog.statusIn(result, "nobody")).isEqualTo("offline");
      for (JsonNode member : result.path("members")) {
        assertThat(member.has("since"))
            .isEqualTo(!member.path("status").asText().equals("offline"));
      }
      ada.say("get", "'ref': -9007199254740991, 'userIds': []");
      JsonNode empty = ada.next("result");
      assertThat(empty.path("ref").longValue()).isEqualTo(-9007199254740991L);
      assertThat(empty.path("members")).isEmpty();
    }
  }

  @Test
  default void pingIsAnswered() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.say("ping", "'ref': 9007199254740991, 'more': {'ignored': []}");
      assertThat(ada.next("pong").path("ref").longValue()).isEqualTo(9007199254740991L);
    }
  }

  @Test
  default void watchTellsOfTheWatchedOnly() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog bob = scene.enter("bob");
      FrameLog cat = scene.enter("cat");
      ada.awaitStatus("cat", "active");
      ada.say("watch", "'ref': 1, 'userIds': ['cat', 'dan']");
      JsonNode first = ada.next("result");
      assertThat(first.path("ref").intValue()).isEqualTo(1);
      assertThat(usersIn(first, "members")).containsExactlyInAnyOrder("cat", "dan");
      assertThat(FrameLog.statusIn(first, "cat")).isEqualTo("active");
      assertThat(FrameLog.statusIn(first, "dan")).isEqualTo("offline");
      bob.say("setAway");
      bob.awaitStatus("bob", "away");
      cat.say("setAway");
      assertThat(ada.awaitStatus("cat", "away")).isEmpty();
      ada.say("watch", "'ref': 2, 'userIds': ['bob', 'cat']");
      JsonNode second = ada.next("result");
      assertThat(usersIn(second, "members")).containsExactly("bob");
      assertThat(FrameLog.statusIn(second, "bob")).isEqualTo("away");
      cat.say("leave");
      assertThat(ada.awaitStatus("cat", "offline")).isEmpty();
      ada.say("watch", "'ref': 3, 'userIds': []");
      assertThat(ada.next("result").path("members")).isEmpty();
      bob.say("leave");
      assertThat(bob.closeCode()).isEqualTo(1000);
      assertThat(ada.untilPong()).isEmpty();
    }
  }

  @Test
  default void watchOfEverybodyIsAnsweredByASnapshot() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.say("watch", "'ref': 1, 'userIds': ['dan']");
      ada.next("result");
      FrameLog bob = scene.enter("bob");
      ada.say("watch", "'ref': 2, 'userIds': null");
      assertThat(usersIn(ada.next("snapshot"), "members")).containsExactlyInAnyOrder("ada", "bob");
      bob.say("setAway");
      ada.awaitStatus("bob", "away");
    }
  }

  @Test
  default void noStatusIsSentTwiceInARow() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      for (int i = 0; i < 12; i++) {
        scene.enter("u" + i);
        scene.connect("u" + i, "").say("activity", "'active': false");
      }
      FrameLog late = scene.connect("late", "");
      JsonNode snapshot = late.next("snapshot");
      scene.enter("last");
      List<JsonNode> updates = late.awaitStatus("last", "active");
      for (int i = 0; i < 12; i++) {
        String user = "u" + i;
        String before = FrameLog.statusIn(snapshot, user);
        for (JsonNode update : updates) {
          String status = FrameLog.statusIn(update, user);
          assertThat(status).isNotEqualTo(before);
          before = status == null ? before : status;
        }
      }
      assertThat(updates).noneMatch(update -> FrameLog.statusIn(update, "late") != null);
      ada.awaitStatus("last", "active");
    }
  }

  @Test
  default void absentUsersAreUnknownWhileTheStoreIsDisconnected() {
    CutStore store = new CutStore();
    Duration second = Duration.ofSeconds(1);
    try (Scene scene =
        scene()
            .store(store)
            .options(it -> it.toBuilder().staleAfter(second).storeTimeout(second).build())
            .open()) {
      FrameLog ada = scene.enter("ada");
      store.cut();
      assertThat(ada.next("stale").path("stale").booleanValue()).isTrue();
      ada.say("get", "'ref': 1, 'userIds': ['ada', 'nobody']");
      JsonNode error = ada.next("error");
      assertThat(error.path("code").textValue()).isEqualTo("unavailable");
      assertThat(error.path("ref").intValue()).isEqualTo(1);
      ada.say("get", "'ref': 2, 'userIds': ['ada']");
      assertThat(FrameLog.statusIn(ada.next("result"), "ada")).isEqualTo("active");
      ada.say("watch", "'ref': 3, 'userIds': ['ada', 'nobody']");
      assertThat(ada.next("error").path("code").textValue()).isEqualTo("unavailable");
      FrameLog bob = scene.connect("bob", "");
      assertThat(bob.next("snapshot").path("stale").booleanValue()).isTrue();
      assertThat(bob.next("stale").path("stale").booleanValue()).isTrue();
      store.heal();
      assertThat(ada.next("stale").path("stale").booleanValue()).isFalse();
      assertThat(bob.next("stale").path("stale").booleanValue()).isFalse();
      ada.say("watch", "'ref': 4, 'userIds': ['ada', 'nobody']");
      assertThat(usersIn(ada.next("result"), "members")).containsExactlyInAnyOrder("ada", "nobody");
    }
  }
}
