package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one client, one user and all of them may use. */
interface LimitContract extends Container {

  @Test
  default void requestsBeyondTheRateAreRefused() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      for (int ref = 1; ref <= 60; ref++) {
        ada.say("ping", "'ref': " + ref);
      }
      int refused = 0;
      for (int ref = 1; ref <= 60; ref++) {
        JsonNode answer = ada.next();
        assertThat(answer.path("ref").intValue()).isEqualTo(ref);
        boolean pong = answer.path("type").asText().equals("presence:pong");
        assertThat(pong || answer.path("code").asText().equals("rate_limited")).isTrue();
        assertThat(pong || ref > 20).isTrue();
        refused += pong ? 0 : 1;
      }
      assertThat(refused).isPositive();
      Awaitility.await()
          .until(
              () -> {
                ada.say("ping", "'ref': 61");
                return ada.next().path("type").asText().equals("presence:pong");
              });
      assertThat(bob.untilPong()).isEmpty();
    }
  }

  @Test
  default void floodIsClosedWith4429AndInvisible() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      RawClient ada = scene.enterRaw("ada");
      bob.awaitStatus("ada", "active");
      try {
        // In handfuls: a server that closes with more of them unread resets the connection, and the
        // code may be lost on the way.
        for (int sent = 0; sent < 5_000 && !ada.isClosed(); sent += 10) {
          for (int i = 0; i < 10; i++) {
            ada.send("nonsense");
          }
          int answers = sent + 10;
          Awaitility.await().until(() -> ada.isClosed() || ada.waiting() >= answers);
        }
      } catch (UncheckedIOException e) {
        // closed meanwhile
      }
      assertThat(ada.closeCode()).isEqualTo(4429);
      assertThat(bob.untilPong()).isEmpty();
      bob.awaitStatus("ada", "offline");
    }
  }

  @Test
  default void floodOfPingsIsClosedWith4429AndInvisible() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      RawClient ada = scene.enterRaw("ada");
      bob.awaitStatus("ada", "active");
      try {
        // In handfuls, for the same reason as above.
        long end = scene.ticks() + FrameLog.TIMEOUT.toMillis();
        for (int sent = 0; scene.ticks() < end && !ada.isClosed(); sent += 10) {
          for (int i = 0; i < 10; i++) {
            ada.ping();
          }
          int answers = sent + 10;
          Awaitility.await()
              .pollInterval(Duration.ofMillis(1))
              .until(() -> ada.isClosed() || ada.pongs() >= answers);
        }
      } catch (UncheckedIOException e) {
        // closed meanwhile
      }
      assertThat(ada.closeCode()).isEqualTo(4429);
      assertThat(bob.untilPong()).isEmpty();
      bob.awaitStatus("ada", "offline");
    }
  }

  @Test
  default void clientThatGoesOnPingingAfterTheCloseIsDisconnected() {
    Duration second = Duration.ofSeconds(1);
    try (Scene scene = scene().limits(it -> it.sendTimeout(second)).open()) {
      RawClient ada = scene.enterRaw("ada");
      for (int i = 0; i < 200; i++) {
        ada.ping();
      }
      assertThat(ada.closeCode()).isEqualTo(4429);
      int answers = ada.pongs();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !canPing(ada));
      assertThat(ada.pongs()).isEqualTo(answers);
    }
  }

  private static boolean canPing(RawClient client) {
    try {
      client.ping();
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Test
  default void floodOfEmptyFragmentsIsClosedWith4429() {
    try (Scene scene = scene().open()) {
      RawClient ada = scene.enterRaw("ada");
      ada.beginText();
      for (int i = 0; i < 200; i++) {
        ada.continueText();
      }
      assertThat(ada.closeCode()).isEqualTo(4429);
    }
  }

  @Test
  default void pingsWithinTheRateAreAnsweredAndTheSocketStays() {
    try (Scene scene =
        scene().limits(it -> it.requestBurst(1).requestsPerSecond(2).toleratedRefusals(1)).open()) {
      RawClient ada = scene.enterRaw("ada");
      for (int sent = 1; sent <= 4; sent++) {
        ada.ping();
        int answers = sent;
        long next = scene.ticks() + 1_000;
        Awaitility.await().until(() -> ada.pongs() == answers && scene.ticks() >= next);
      }
      assertThat(ada.untilPong()).isEmpty();
      assertThat(ada.isClosed()).isFalse();
    }
  }

  @Test
  default void oneSocketOfAUserTooManyIsClosedWith4409() {
    try (Scene scene = scene().open()) {
      List<FrameLog> tabs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tabs.add(scene.enter("ada"));
      }
      FrameLog more = scene.connect("ada", "");
      assertThat(more.closeCode()).isEqualTo(4409);
      assertThat(more.waiting()).isZero();
      scene.enter("bob");
      tabs.get(0).say("leave");
      assertThat(tabs.get(0).closeCode()).isEqualTo(1000);
      scene.enter("ada");
      tabs.get(1).untilPong();
    }
  }

  @Test
  default void oneSocketOfTheNodeTooManyIsClosedWith1013() {
    try (Scene scene = scene().limits(it -> it.socketsPerUser(3).socketsPerNode(3)).open()) {
      FrameLog ada = scene.enter("ada");
      scene.enter("bob");
      scene.enter("cat");
      FrameLog more = scene.connect("dan", "");
      assertThat(more.closeCode()).isEqualTo(1013);
      assertThat(more.waiting()).isZero();
      ada.say("leave");
      assertThat(ada.closeCode()).isEqualTo(1000);
      scene.enter("dan");
    }
  }
}
