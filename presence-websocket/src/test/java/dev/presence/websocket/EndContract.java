package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.PresenceTracker;
import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How a socket ends, and what the others see of it. */
interface EndContract extends Container {

  Duration NEVER = Duration.ofMinutes(1);

  @Test
  default void leaveIsShownAtOnceAndAnsweredWith1000() {
    try (Scene scene = scene().options(it -> it.toBuilder().grace(NEVER).build()).open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.say("leave");
      JsonNode update = bob.next("update");
      assertThat(FrameLog.statusIn(update, "ada")).isEqualTo("offline");
      assertThat(FrameLog.usersIn(update)).containsExactly("ada");
      assertThat(ada.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  default void normalCloseIsALeave() {
    try (Scene scene = scene().options(it -> it.toBuilder().grace(NEVER).build()).open()) {
      FrameLog bob = scene.enter("bob");
      scene.enter("ada").close(1000);
      bob.awaitStatus("ada", "offline");
    }
  }

  @Test
  default void closingOneOfTwoTabsIsInvisible() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      FrameLog second = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      ada.close(1000);
      second.untilPong();
      scene.enter("cat");
      assertThat(bob.awaitStatus("cat", "active")).isEmpty();
    }
  }

  @Test
  default void disconnectedUserIsOfflineAfterTheGrace() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      RawClient dropped = scene.enterRaw("ada");
      RawClient closedTab = scene.enterRaw("cat");
      bob.awaitStatus("cat", "active");
      long before = scene.ticks();
      dropped.close();
      closedTab.close(1001);
      Set<String> gone = new HashSet<>();
      while (gone.size() < 2) {
        bob.next("update").path("offline").forEach(user -> gone.add(user.asText()));
      }
      assertThat(scene.ticks() - before).isGreaterThanOrEqualTo(Scene.GRACE.toMillis());
    }
  }

  @Test
  default void reloadWithinTheGraceIsInvisible() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      RawClient ada = scene.enterRaw("ada");
      RawClient cat = scene.enterRaw("cat");
      bob.awaitStatus("cat", "active");
      ada.close(1001);
      scene.enter("ada");
      cat.close();
      List<JsonNode> before = bob.awaitStatus("cat", "offline"); // later than ada would have been
      assertThat(before).isEmpty();
    }
  }

  @Test
  default void userWhoIsSetOfflineIsClosedWith4403() {
    try (Scene scene = scene().open()) {
      FrameLog bob = scene.enter("bob");
      FrameLog ada = scene.enter("ada");
      FrameLog second = scene.enter("ada");
      bob.awaitStatus("ada", "active");
      scene.tracker.workspace("acme").setOffline("ada");
      assertThat(ada.closeCode()).isEqualTo(4403);
      assertThat(second.closeCode()).isEqualTo(4403);
      bob.awaitStatus("ada", "offline");
      scene.enter("ada");
      bob.awaitStatus("ada", "active");
    }
  }

  @Test
  default void closingTheTrackerClosesSocketsWith1012AndNoOtherNodeSeesUsersLeave() {
    InMemoryPresenceStore store = InMemoryPresenceStore.create();
    List<PresenceUpdate> seen = new CopyOnWriteArrayList<>();
    try (PresenceTracker other = PresenceTracker.builder().store(store.shared()).build();
        Scene scene = scene().store(store).open()) {
      FrameLog ada = scene.enter("ada");
      FrameLog bob = scene.enter("bob");
      other.workspace("acme").subscribe(new Observer(seen));
      Awaitility.await().until(() -> other.workspace("acme").getStatus("bob").get().isOnline());
      seen.clear();
      scene.tracker.close();
      assertThat(ada.closeCode()).isEqualTo(1012);
      assertThat(bob.closeCode()).isEqualTo(1012);
      assertThat(scene.raw("/presence/acme?user=ada").listen().closeCode()).isEqualTo(1012);
      other.workspace("acme").connect("cat");
      Awaitility.await().until(() -> !seen.isEmpty());
      assertThat(seen)
          .flatExtracting(PresenceUpdate::changes)
          .allMatch(change -> change.userId().equals("cat"));
    }
  }

  @Test
  default void closingTheEndpointClosesSocketsWith1012AndItsUsersLeaveAfterTheGrace() {
    try (Scene scene = scene().open()) {
      FrameLog ada = scene.enter("ada");
      scene.endpoint.close();
      assertThat(ada.closeCode()).isEqualTo(1012);
      assertThat(scene.raw("/presence/acme?user=ada").listen().closeCode()).isEqualTo(1012);
      Awaitility.await()
          .until(() -> !scene.tracker.workspace("acme").getStatus("ada").get().isOnline());
      assertThat(scene.tracker.workspace("acme").connect("bob").isOpen()).isTrue();
    }
  }

  @Test
  default void whoseFirstFrameCameFromAnotherNodeMayLeaveHereUnseen() {
    InMemoryPresenceStore store = InMemoryPresenceStore.create();
    try (Scene here = scene().store(store).open();
        Scene there = scene().store(new SlowSyncs(store.shared())).open()) {
      FrameLog bob = here.enter("bob");
      FrameLog ada = here.enter("ada");
      there.enter("cat"); // their view of the workspace is open, and so has a snapshot at once
      bob.awaitStatus("cat", "active");
      there.enter("ada");
      ada.say("leave");
      assertThat(ada.closeCode()).isEqualTo(1000);
      there.enter("dan"); // told after whatever that node said of ada
      assertThat(bob.awaitStatus("dan", "active"))
          .noneMatch(frame -> "offline".equals(FrameLog.statusIn(frame, "ada")));
    }
  }

  /** Keeps the updates. */
  record Observer(List<PresenceUpdate> seen) implements PresenceListener {
    @Override
    public void onSnapshot(WorkspacePresence workspace) {}

    @Override
    public void onUpdate(PresenceUpdate update) {
      seen.add(update);
    }
  }

  @Test
  default void clientThatDoesNotAnswerPingsIsClosedWith4408AndDisconnected() {
    Duration ping = Duration.ofMillis(200);
    Duration pong = Duration.ofMillis(400);
    try (Scene scene = scene().limits(it -> it.pingInterval(ping).pongTimeout(pong)).open()) {
      FrameLog bob = scene.enter("bob");
      long before = scene.ticks();
      RawClient ada = scene.raw("/presence/acme?user=ada").withoutPongs().listen();
      ada.next("snapshot");
      bob.awaitStatus("ada", "active");
      assertThat(ada.closeCode()).isEqualTo(4408);
      assertThat(ada.pings()).isEqualTo(1);
      assertThat(scene.ticks() - before).isGreaterThanOrEqualTo(500);
      bob.awaitStatus("ada", "offline");
      assertThat(scene.ticks() - before).isGreaterThanOrEqualTo(500 + Scene.GRACE.toMillis());
      assertThat(bob.isClosed()).isFalse();
    }
  }

  @Test
  default void clientThatAnswersPingsStays() {
    Duration ping = Duration.ofMillis(100);
    Duration pong = Duration.ofSeconds(2);
    try (Scene scene = scene().limits(it -> it.pingInterval(ping).pongTimeout(pong)).open()) {
      RawClient ada = scene.enterRaw("ada");
      Awaitility.await().until(() -> ada.pings() >= 5);
      ada.untilPong();
    }
  }

  @Test
  default void theLimitOfTheContainerForIdleSocketsIsNotShorterThanThePausesBetweenPings() {
    Duration ping = Duration.ofSeconds(2);
    try (Scene scene =
        scene()
            .idleLimit(Duration.ofMillis(300))
            .limits(it -> it.pingInterval(ping).pongTimeout(ping))
            .open()) {
      RawClient ada = scene.enterRaw("ada");
      Awaitility.await().until(() -> ada.isClosed() || ada.pings() >= 1);
      ada.untilPong();
    }
  }

  @Test
  default void clientThatDoesNotReadIsDisconnected() {
    Duration send = Duration.ofMillis(500);
    try (Scene scene =
        scene()
            .limits(it -> it.sendTimeout(send).requestBurst(1_000).requestsPerSecond(1_000))
            .open()) {
      FrameLog bob = scene.enter("bob");
      RawClient ada = scene.raw("/presence/acme?user=ada");
      bob.awaitStatus("ada", "active");
      String ids = "'" + "x".repeat(50) + "%d'";
      StringBuilder list = new StringBuilder(ids.formatted(1000));
      for (int i = 1_001; i < 2_000; i++) {
        list.append(',').append(ids.formatted(i));
      }
      for (int i = 0; i < 100; i++) {
        ada.say("get", "'ref': 1, 'userIds': [" + list + "]");
      }
      bob.awaitStatus("ada", "offline");
      bob.untilPong();
    }
  }
}
