package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.transport.Visibility;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** V1, V2, V4 and V5 on the wire: manual statuses, notes, who sees whom, and observers. */
interface StatusContract extends Container {

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  @Test
  default void doNotDisturbIsAColumnBesideTheStatus() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.say("setStatus", "'status': 'dnd'");
      JsonNode update = bob.next("update");
      assertThat(texts(update.path("active"))).containsExactly("ada");
      assertThat(texts(update.path("dnd"))).containsExactly("ada");
      JsonNode snapshot = scene.connect("cleo", "").next("snapshot");
      assertThat(texts(snapshot.path("dnd"))).containsExactly("ada");
      ada.say("setStatus", "'status': 'automatic'");
      bob.awaitStatus("ada", "active");
    }
  }

  @Test
  default void manualStatusEndsByItself() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      long until = scene.tracker.runtime().wallMillis() / 1_000 + 2;
      ada.say("setStatus", "'status': 'away', 'until': " + until);
      bob.awaitStatus("ada", "away");
      bob.awaitStatus("ada", "active");
      assertThat(scene.tracker.runtime().wallMillis() / 1_000).isGreaterThanOrEqualTo(until);
    }
  }

  @Test
  default void noteIsSentWithTheUserAndOnce() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.say("setNote", "'text': 'Lunch', 'emoji': '\uD83C\uDF55', 'until': 4102444800");
      JsonNode note = bob.next("update").path("notes").path("ada");
      assertThat(note.path("text").asText()).isEqualTo("Lunch");
      assertThat(note.path("emoji").asText()).isEqualTo("\uD83C\uDF55");
      assertThat(note.path("until").longValue()).isEqualTo(4102444800L);
      ada.say("setNote");
      JsonNode cleared = bob.next("update");
      assertThat(texts(cleared.path("active"))).containsExactly("ada");
      assertThat(cleared.has("notes")).isFalse();
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void badStatusesAndNotesAreRefused() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      List.of(
              "'status': 'busy'",
              "'status': 'away', 'until': 'tomorrow'",
              "'status': 'away', 'until': -1",
              "'status': 7")
          .forEach(fields -> assertBadField(ada, "setStatus", fields));
      List.of(
              "'text': '" + "x".repeat(141) + "'",
              "'emoji': '" + "x".repeat(33) + "'",
              "'text': 7",
              "'text': 'a\\u0000b'",
              "'text': 'x', 'until': 1.5")
          .forEach(fields -> assertBadField(ada, "setNote", fields));
      assertThat(ada.untilPong()).isEmpty();
    }
  }

  private static void assertBadField(FrameLog client, String type, String fields) {
    client.say(type, "'ref': 5, " + fields);
    JsonNode error = client.next("error");
    assertThat(error.path("code").asText()).as(fields).isEqualTo("bad_field");
    assertThat(error.path("ref").intValue()).isEqualTo(5);
  }

  @Test
  default void invisibleUserIsOfflineForOthersAndSeesItself() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.say("setStatus", "'status': 'invisible'");
      bob.awaitStatus("ada", "offline");
      JsonNode own = ada.await("snapshot");
      assertThat(texts(own.path("invisible"))).containsExactly("ada");
      assertThat(FrameLog.statusIn(own, "ada")).isEqualTo("active");
      ada.say("activity", "'active': false");
      ada.awaitStatus("ada", "away");
      JsonNode snapshot = scene.connect("cleo", "").next("snapshot");
      assertThat(FrameLog.usersIn(snapshot)).doesNotContain("ada");
      assertThat(snapshot.path("counts").path("online").intValue()).isEqualTo(2);
      bob.awaitStatus("cleo", "active");
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void hiddenUsersAreInNoFrame() {
    try (Scene scene = scene().open()) {
      scene.rights.put("ada", admission -> admission.seeing(Visibility.only(Set.of("bob"))));
      scene.enter("eve");
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.connect("ada", "");
      JsonNode snapshot = ada.next("snapshot");
      assertThat(FrameLog.usersIn(snapshot)).containsExactlyInAnyOrder("ada", "bob");
      assertThat(snapshot.path("counts").path("online").intValue()).isEqualTo(2);
      scene.enter("eve").say("setAway");
      ada.say("get", "'ref': 1, 'userIds': ['eve']");
      assertThat(FrameLog.statusIn(ada.next("result"), "eve")).isEqualTo("offline");
      bob.say("setAway");
      assertThat(ada.awaitStatus("bob", "away")).isEmpty();
    }
  }

  @Test
  default void changedRightsCountAtOnce() {
    try (Scene scene = scene().open()) {
      scene.rights.put("ada", admission -> admission.seeing(Visibility.only(Set.of("bob"))));
      scene.enter("bob");
      scene.enter("eve");
      FrameLog ada = scene.enter("ada");
      scene.rights.remove("ada");
      scene.endpoint.refresh("ada");
      assertThat(FrameLog.usersIn(ada.await("snapshot"))).contains("eve");
      scene.rights.put("ada", admission -> Admission.forbidden());
      scene.endpoint.refresh("ada");
      assertThat(ada.closeCode()).isEqualTo(4403);
    }
  }

  @Test
  default void observerSeesWithoutBeingPresent() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      assertThat(scene.connect("ada", "&observe=true").closeCode()).isEqualTo(4403);
      scene.rights.put("ada", Admission::mayObserve);
      FrameLog ada = scene.connect("ada", "&observe=true");
      JsonNode snapshot = ada.next("snapshot");
      assertThat(FrameLog.statusIn(snapshot, "bob")).isEqualTo("active");
      assertThat(FrameLog.statusIn(snapshot, "ada")).isEqualTo("offline");
      assertThat(snapshot.path("counts").path("online").intValue()).isEqualTo(1);
      bob.say("setAway");
      ada.awaitStatus("bob", "away");
      bob.awaitStatus("bob", "away");
      ada.say("activity", "'active': false");
      ada.say("leave");
      assertThat(ada.closeCode()).isEqualTo(1000);
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void dataOfConnectionsIsSentOnRequestOnly() {
    try (Scene scene = scene().open()) {
      FrameLog plain = scene.enter("plain");
      FrameLog bob = scene.connect("bob", "&data=true");
      bob.next("snapshot");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      plain.awaitStatus("ada", "active");
      ada.say("setData", "'data': {'page': 'pricing', 'n': [1, {'x': null}]}");
      JsonNode update = bob.next("update");
      assertThat(texts(update.path("active"))).containsExactly("ada");
      assertThat(update.path("data").path("ada"))
          .hasToString("[{\"page\":\"pricing\",\"n\":[1,{\"x\":null}]}]");
      JsonNode snapshot = scene.connect("cleo", "&data=true").next("snapshot");
      assertThat(snapshot.path("data").path("ada")).hasSize(1);
      bob.awaitStatus("cleo", "active");
      ada.say("setData", "'data': null");
      assertThat(bob.next("update").has("data")).isFalse();
      assertThat(plain.untilPong()).noneMatch(it -> FrameLog.statusIn(it, "ada") != null);
    }
  }

  @Test
  default void typingEndsByItself() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.connect("bob", "&data=true");
      bob.next("snapshot");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      long until = scene.tracker.runtime().wallMillis() / 1_000 + 2;
      ada.say("setData", "'data': {'typing': true}, 'until': " + until);
      assertThat(bob.next("update").path("data").path("ada")).hasSize(1);
      assertThat(bob.next("update").has("data")).isFalse();
    }
  }

  @Test
  default void badDataIsRefused() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      List.of("'data': 7", "'data': [1]", "'x': 1", "'data': {'x': '" + "y".repeat(520) + "'}")
          .forEach(fields -> assertBadField(ada, "setData", fields));
    }
  }
}
