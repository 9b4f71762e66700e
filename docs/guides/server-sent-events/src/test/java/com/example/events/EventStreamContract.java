package com.example.events;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the transport of the guide does in every container. */
@Timeout(60)
abstract class EventStreamContract {

  private static final Duration KEEP_ALIVE = Duration.ofMillis(100);
  private static final int WRITE_TIMEOUT_MILLIS = 30_000;

  private final PresenceTracker tracker =
      PresenceTracker.builder()
          .options(
              PresenceOptions.builder()
                  .grace(Duration.ofMillis(300))
                  .window(Duration.ofMillis(5))
                  .busyWindow(Duration.ofMillis(5))
                  .build())
          .build();
  private final Workspace acme = tracker.workspace("acme");
  private RunningServer server;

  abstract RunningServer start(TeamContext application, int writeTimeoutMillis) throws Exception;

  private void start(int writeTimeoutMillis) throws Exception {
    server = start(new TeamContext(tracker, KEEP_ALIVE), writeTimeoutMillis);
  }

  @AfterEach
  void stop() throws Exception {
    tracker.close();
    server.stop();
  }

  private EventClient client() throws Exception {
    if (server == null) {
      start(WRITE_TIMEOUT_MILLIS);
    }
    return new EventClient(server.port());
  }

  private EventClient open(String user) throws Exception {
    return client().signIn(user).open("");
  }

  @Test
  void snapshotComesFirstAndThenUpdates() throws Exception {
    EventClient ada = open("ada");
    assertThat(ada.frames.get(0).path("type").asText()).isEqualTo("presence:snapshot");
    assertThat(EventClient.statuses(ada.frames.get(0))).containsOnly(Map.entry("ada", "active"));
    PresenceConnection bob = acme.connect("bob", Activity.AWAY);
    ada.awaitStatus("bob", "away");
    bob.leave();
    ada.awaitStatus("bob", "offline");
    assertThat(ada.frames.subList(1, ada.frames.size()))
        .extracting(frame -> frame.path("type").asText())
        .containsOnly("presence:update");
  }

  @Test
  void userIsOnlineWhileTheStreamIsOpenAndUntilTheGraceIsOver() throws Exception {
    EventClient ada = open("ada");
    EventClient bob = open("bob");
    ada.awaitStatus("bob", "active");
    bob.cut();
    ada.awaitStatus("bob", "offline");
  }

  @Test
  void streamOfAHiddenPageMakesItsUserAway() throws Exception {
    EventClient ada = client().signIn("ada").open("?active=false");
    ada.awaitStatus("ada", "away");
  }

  @Test
  void quietStreamReceivesComments() throws Exception {
    EventClient ada = open("ada");
    await().until(() -> ada.lines.stream().filter(":"::equals).count() > 3);
    assertThat(ada.frames).hasSize(1);
  }

  @Test
  void drainSendsRetryAndEndsTheStream() throws Exception {
    EventClient ada = open("ada");
    tracker.close();
    assertThat(ada.ended).succeedsWithin(10, SECONDS);
    assertThat(ada.lines).anyMatch(line -> line.matches("retry: \\d+"));
  }

  @Test
  void requestToADrainingServerIsToldToRetry() throws Exception {
    EventClient ada = client().signIn("ada");
    tracker.close();
    HttpResponse<String> answer = ada.get("/presence/acme");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).matches("retry: \\d+\n\n");
  }

  @Test
  void streamEndsForAUserWhoIsSetOffline() throws Exception {
    EventClient ada = open("ada");
    acme.setOffline("ada").get(10, SECONDS);
    assertThat(ada.ended).succeedsWithin(10, SECONDS);
    assertThat(ada.lines).contains("data: {\"type\":\"presence:ended\"}");
  }

  @Test
  void clientThatReadsLateReceivesTheLastStateAndNotEveryUpdate() throws Exception {
    EventClient ada = open("ada");
    try (UnreadStream bob = new UnreadStream(server.port(), client().signIn("bob").cookie())) {
      ada.awaitStatus("bob", "active");
      publishMuch(ada);
      acme.connect("zoe");
      ada.awaitStatus("zoe", "active");
      assertThat(bob.readUntil("zoe", "active").size()).isLessThan(ada.frames.size() / 2);
    }
  }

  @Test
  void clientThatNeverReadsIsDisconnected() throws Exception {
    start(500);
    EventClient ada = open("ada");
    try (UnreadStream bob = new UnreadStream(server.port(), client().signIn("bob").cookie())) {
      ada.awaitStatus("bob", "active");
      publishMuch(ada);
      ada.awaitStatus("bob", "offline");
      assertThat(ada.ended).isNotDone();
    }
  }

  /** Changes many users with long names: more than the system keeps for a client. */
  private void publishMuch(EventClient reader) {
    List<PresenceConnection> crowd =
        IntStream.range(0, 2_000)
            .mapToObj(number -> acme.connect("x".repeat(100) + number))
            .toList();
    String last = crowd.get(crowd.size() - 1).userId();
    for (int round = 0; round < 30; round++) {
      crowd.forEach(connection -> connection.setActivity(Activity.AWAY));
      reader.awaitStatus(last, "away");
      crowd.forEach(connection -> connection.setActivity(Activity.ACTIVE));
      reader.awaitStatus(last, "active");
    }
  }

  @Test
  void callerWhoIsNotAdmittedIsRefused() throws Exception {
    assertThat(client().get("/presence/acme").statusCode()).isEqualTo(403);
    assertThat(client().signIn("dan").get("/presence/acme").statusCode()).isEqualTo(403);
    assertThat(client().signIn("ada").get("/presence/other").statusCode()).isEqualTo(403);
    assertThat(client().signIn("ada").get("/presence").statusCode()).isEqualTo(403);
  }

  @Test
  void pageOfAnotherOriginIsRefusedAndMakesNobodyActive() throws Exception {
    EventClient ada = client().signIn("ada");
    for (List<String> header :
        List.of(
            List.of("Sec-Fetch-Site", "cross-site"),
            List.of("Sec-Fetch-Site", "same-site"),
            List.of("Origin", "https://elsewhere.example"))) {
      HttpResponse<String> answer = ada.get("/presence/acme", header.toArray(String[]::new));
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }
    assertThat(acme.snapshot().get(10, SECONDS).members()).isEmpty();
  }
}
