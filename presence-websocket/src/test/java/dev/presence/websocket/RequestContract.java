package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client asks for. */
interface RequestContract extends Container {

  @Test
  default void getAnswersWithEveryoneAskedFor() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      scene.enter("bob");
      ada.awaitStatus("bob", "active");
      ada.say("get", "'ref': 7, 'userIds': ['bob', 'nobody', 'bob', 'ada']");
      JsonNode result = ada.next("result");
      assertThat(result.path("ref").intValue()).isEqualTo(7);
      assertThat(FrameLog.usersIn(result)).containsExactlyInAnyOrder("ada", "bob", "nobody");
      assertThat(FrameLog.statusIn(result, "bob")).isEqualTo("active");
      assertThat(FrameLog.statusIn(result, "nobody")).isEqualTo("offline");
      assertThat(result.has("since")).as("only on request").isFalse();
      ada.say("get", "'ref': -9007199254740991, 'userIds': []");
      JsonNode empty = ada.next("result");
      assertThat(empty.path("ref").longValue()).isEqualTo(-9007199254740991L);
      assertThat(FrameLog.usersIn(empty)).isEmpty();
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
      assertThat(FrameLog.usersIn(first)).containsExactlyInAnyOrder("cat", "dan");
      assertThat(FrameLog.statusIn(first, "cat")).isEqualTo("active");
      assertThat(FrameLog.statusIn(first, "dan")).isEqualTo("offline");
      bob.say("setAway");
      bob.awaitStatus("bob", "away");
      cat.say("setAway");
      assertThat(ada.awaitStatus("cat", "away")).noneMatch(it -> FrameLog.usersIn(it).size() > 0);
      ada.say("watch", "'ref': 2, 'userIds': ['bob', 'cat']");
      JsonNode second = ada.next("result");
      assertThat(FrameLog.usersIn(second)).containsExactly("bob");
      assertThat(FrameLog.statusIn(second, "bob")).isEqualTo("away");
      cat.say("leave");
      assertThat(ada.awaitStatus("cat", "offline"))
          .allMatch(it -> it.path("type").asText().equals("presence:counts"));
      ada.say("watch", "'ref': 3, 'userIds': []");
      assertThat(FrameLog.usersIn(ada.await("result"))).isEmpty();
      bob.say("leave");
      assertThat(bob.closeCode()).isEqualTo(1000);
      assertThat(ada.untilPong()).noneMatch(it -> FrameLog.usersIn(it).size() > 0);
      JsonNode counts = ada.await("counts");
      while (counts.path("online").intValue() > 1) {
        counts = ada.await("counts");
      }
      assertThat(counts.path("away").intValue()).isZero();
    }
  }

  @Test
  default void watchIsChangedByAddAndRemove() {
    try (Scene scene = scene().open()) {
      scene.enter("bob");
      FrameLog cat = scene.enter("cat");
      FrameLog ada = scene.connect("ada", "&watch=none");
      JsonNode snapshot = ada.next("snapshot");
      assertThat(FrameLog.usersIn(snapshot)).containsExactly("ada");
      assertThat(snapshot.path("partial").booleanValue()).isTrue();
      assertThat(snapshot.path("counts").path("online").intValue()).isEqualTo(3);
      ada.say("watch", "'ref': 1, 'add': ['bob', 'cat']");
      assertThat(FrameLog.usersIn(ada.await("result"))).containsExactlyInAnyOrder("bob", "cat");
      ada.say("watch", "'ref': 2, 'remove': ['bob'], 'add': ['cat', 'dan']");
      assertThat(FrameLog.usersIn(ada.await("result"))).containsExactly("dan");
      cat.say("setAway");
      ada.awaitStatus("cat", "away");
      ada.say("watch", "'ref': 3, 'add': ['x'], 'userIds': ['y']");
      assertThat(ada.await("error").path("code").textValue()).isEqualTo("bad_field");
      ada.say("watch", "'ref': 4, 'userIds': null");
      JsonNode full = ada.await("snapshot");
      assertThat(full.path("ref").intValue()).isEqualTo(4);
      assertThat(full.has("partial")).isFalse();
      assertThat(FrameLog.usersIn(full)).containsExactlyInAnyOrder("ada", "bob", "cat");
    }
  }

  @Test
  default void pagesListEveryoneInAStableOrder() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      for (int i = 0; i < 5; i++) {
        scene.enter("u" + i);
      }
      ada.awaitStatus("u4", "active");
      ada.say("list", "'ref': 1, 'limit': 4");
      JsonNode first = ada.await("page");
      assertThat(first.path("active")).hasSize(4);
      ada.say("list", "'ref': 2, 'limit': 4, 'after': '" + first.path("next").asText() + "'");
      JsonNode second = ada.await("page");
      assertThat(second.path("ref").intValue()).isEqualTo(2);
      assertThat(second.has("next")).isFalse();
      List<String> all = FrameLog.usersIn(first);
      all.addAll(FrameLog.usersIn(second));
      assertThat(all).containsExactlyInAnyOrder("ada", "u0", "u1", "u2", "u3", "u4");
      ada.say("list", "'ref': 3, 'limit': 501");
      assertThat(ada.await("error").path("code").textValue()).isEqualTo("too_large");
      ada.say("list", "'ref': 4, 'limit': 0");
      assertThat(ada.await("error").path("code").textValue()).isEqualTo("bad_field");
    }
  }

  @Test
  default void largeWorkspaceIsPartialAndCounted() {
    try (Scene scene =
        scene()
            .endpoint(it -> it.limits(EndpointLimits.builder().fullListLimit(3).build()))
            .open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog bob = scene.enter("bob");
      scene.enter("cat");
      ada.awaitStatus("cat", "active");
      scene.enter("dan");
      JsonNode snapshot = ada.await("snapshot");
      assertThat(snapshot.path("partial").booleanValue()).isTrue();
      assertThat(FrameLog.usersIn(snapshot)).containsExactly("ada");
      assertThat(snapshot.path("counts").path("online").intValue()).isEqualTo(4);
      bob.say("setAway");
      assertThat(ada.next("counts").path("away").intValue()).isEqualTo(1);
      JsonNode late = scene.connect("eve", "").next("snapshot");
      assertThat(late.path("partial").booleanValue()).isTrue();
    }
  }

  @Test
  default void answersAreInTheOrderOfTheRequests() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.say("get", "'ref': 1, 'userIds': ['bob']");
      ada.say("ping", "'ref': 2");
      ada.say("list", "'ref': 3");
      ada.say("nonsense", "'ref': 4");
      ada.say("ping", "'ref': 5");
      for (int ref = 1; ref <= 5; ref++) {
        assertThat(ada.next().path("ref").intValue()).isEqualTo(ref);
      }
    }
  }

  @Test
  default void timesAreSentOnRequest() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.connect("ada", "&since=true");
      JsonNode snapshot = ada.next("snapshot");
      long seconds = scene.tracker.runtime().wallMillis() / 1_000;
      assertThat(snapshot.path("since").path("active").get(0).longValue())
          .isBetween(seconds - 60, seconds);
      ada.say("setAway");
      JsonNode update = ada.next("update");
      assertThat(update.path("since").path("away")).hasSize(1);
    }
  }

  @Test
  default void watchOfEveryoneIsAnsweredByASnapshot() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      ada.say("watch", "'ref': 1, 'userIds': ['dan']");
      ada.next("result");
      FrameLog bob = scene.enter("bob");
      ada.say("watch", "'ref': 2, 'userIds': null");
      assertThat(FrameLog.usersIn(ada.await("snapshot"))).containsExactlyInAnyOrder("ada", "bob");
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
      assertThat(ada.await("error").path("code").textValue()).isEqualTo("unavailable");
      FrameLog bob = scene.connect("bob", "");
      assertThat(bob.next("snapshot").path("stale").booleanValue()).isTrue();
      store.heal();
      assertThat(ada.await("stale").path("stale").booleanValue()).isFalse();
      assertThat(bob.next("stale").path("stale").booleanValue()).isFalse();
      ada.say("watch", "'ref': 4, 'userIds': ['ada', 'nobody']");
      assertThat(FrameLog.usersIn(ada.await("result"))).containsExactlyInAnyOrder("ada", "nobody");
    }
  }
}
