package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a tab says of itself, and what is set by hand. */
interface ActivityContract extends Container {

  @Test
  default void activityOfTheTabIsShown() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog bob = scene.enter("bob");
      ada.say("activity", "'active': false");
      bob.awaitStatus("ada", "away");
      ada.say("activity", "'active': true");
      bob.awaitStatus("ada", "active");
    }
  }

  @Test
  default void oneActiveTabOfSeveralIsEnough() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog first = scene.enter("ada");
      FrameLog second = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      first.say("activity", "'active': false");
      first.untilPong();
      assertThat(bob.untilPong()).isEmpty();
      second.say("activity", "'active': false");
      assertThat(bob.awaitStatus("ada", "away")).isEmpty();
      second.say("leave");
      assertThat(second.closeCode()).isEqualTo(1000);
      first.say("activity", "'active': true");
      assertThat(bob.awaitStatus("ada", "active")).isEmpty();
    }
  }

  @Test
  default void hiddenTabThatReconnectsLeavesItsUserAway() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      RawClient ada = scene.enterRaw("ada");
      ada.say("activity", "'active': false");
      bob.awaitStatus("ada", "away");
      ada.close();
      FrameLog again = scene.connect("ada", "&active=false");
      assertThat(FrameLog.statusIn(again.next("snapshot"), "ada")).isEqualTo("away");
      again.untilPong();
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void manualAwayHoldsOverTabsAndReconnects() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.say("setAway");
      bob.awaitStatus("ada", "away");
      FrameLog second = scene.connect("ada", "&active=true");
      assertThat(FrameLog.statusIn(second.next("snapshot"), "ada")).isEqualTo("away");
      second.say("activity", "'active': true");
      second.untilPong();
      ada.say("leave");
      second.say("leave");
      bob.awaitStatus("ada", "offline");
      FrameLog third = scene.connect("ada", "");
      assertThat(FrameLog.statusIn(third.next("snapshot"), "ada")).isEqualTo("away");
      bob.awaitStatus("ada", "away");
      third.say("setActive");
      assertThat(bob.awaitStatus("ada", "active")).isEmpty();
    }
  }

  @Test
  default void userWhoSetAwaySeesIt() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      for (int ref = 1; ref <= 5; ref++) {
        boolean away = ref % 2 == 1;
        ada.say(away ? "setAway" : "setActive");
        ada.say("get", "'ref': " + ref + ", 'userIds': ['ada']");
        JsonNode result = ada.await("result");
        assertThat(result.path("ref").intValue()).isEqualTo(ref);
        assertThat(FrameLog.statusIn(result, "ada")).isEqualTo(away ? "away" : "active");
      }
    }
  }

  @Test
  default void activityBeyondTheRateIsMergedAndNeverRefused() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      for (int i = 0; i < 500; i++) {
        ada.say("activity", "'active': " + (i % 2 == 0));
      }
      List<JsonNode> own = ada.untilPong();
      assertThat(own).noneMatch(frame -> frame.path("type").asText().endsWith("error"));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(200)) // slower than the limit of requests
          .until(() -> statusOfHerself(ada).equals("away"));
      assertThat(bob.waiting()).isLessThan(40);
    }
  }

  private static String statusOfHerself(FrameLog ada) {
    ada.say("get", "'ref': 1, 'userIds': ['ada']");
    return FrameLog.statusIn(ada.await("result"), "ada");
  }
}
