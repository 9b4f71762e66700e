package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final String SNAPSHOT = "{\"type\":\"presence:snapshot\",\"version\":%d}";
  private static final String ANSWER = "{\"type\":\"presence:pong\",\"ref\":%d}";

  private final FakePort port = new FakePort();
  private final List<String> events = new ArrayList<>();
  private final Outbox outbox =
      outbox(EndpointLimits.builder().pendingUsers(3).pendingAnswers(4).build());

  private long version;
  private boolean stale;

  private Outbox outbox(EndpointLimits limits) {
    return new Outbox(
        port,
        limits,
        () -> 42,
        new Outbox.Listener() {
          @Override
          public void overflowed() {
            events.add("overflowed");
          }

          @Override
          public void broken(Throwable failure) {
            events.add("broken");
          }
        });
  }

  private void begin() {
    outbox.snapshot(SNAPSHOT.formatted(version), "e", stale);
    outbox.pump();
  }

  private void update(PresenceChange... changes) {
    version++;
    PresenceUpdate update = PresenceUpdate.of("acme", "e", version, stale, List.of(changes));
    outbox.update(update, () -> Outbox.encode(update), () -> SNAPSHOT.formatted(update.version()));
    outbox.pump();
  }

  private void answer(int ref) {
    outbox.answer(ANSWER.formatted(ref));
    outbox.pump();
  }

  private static PresenceChange online(String user) {
    return change(user, PresenceStatus.OFFLINE, PresenceStatus.ACTIVE);
  }

  private static PresenceChange offline(String user) {
    return change(user, PresenceStatus.ACTIVE, PresenceStatus.OFFLINE);
  }

  private static PresenceChange change(String user, PresenceStatus from, PresenceStatus to) {
    return PresenceChange.of(
        user,
        to.isOnline() ? Presence.of(to, Instant.ofEpochMilli(1_000)) : Presence.OFFLINE,
        from);
  }

  @Test
  void nothingIsSentBeforeTheSnapshotAndAnswersFollowIt() {
    answer(1);
    assertThat(port.sent).isEmpty();
    stale = true;
    begin();
    assertThat(port.types()).containsExactly("snapshot", "stale", "pong");
  }

  @Test
  void idleSocketSendsTheTextThatAllShare() {
    begin();
    PresenceUpdate update = PresenceUpdate.of("acme", "e", 1, false, List.of(online("ada")));
    String shared = Outbox.encode(update);
    outbox.update(update, () -> shared, () -> "");
    outbox.pump();
    assertThat(port.sent.get(1)).isSameAs(shared);
  }

  @Test
  void changesThatComeDuringASendAreMergedByUser() {
    port.slow();
    begin();
    update(online("ada"));
    update(online("bob"));
    update(change("ada", PresenceStatus.ACTIVE, PresenceStatus.AWAY));
    update(offline("bob"));
    port.fast();
    List<JsonNode> frames = port.frames();
    assertThat(frames).hasSize(2);
    assertThat(frames.get(1).path("changes")).hasSize(1);
    assertThat(FrameLog.statusIn(frames.get(1), "ada")).isEqualTo("away");
    assertThat(frames.get(1).path("version").intValue()).isEqualTo(4);
  }

  @Test
  void changeThatIsUndoneDuringASendIsNotSent() {
    port.slow();
    begin();
    update(online("ada"));
    update(offline("ada"));
    port.fast();
    assertThat(port.types()).containsExactly("snapshot");
  }

  @Test
  void answersKeepTheirPlaceBetweenChanges() {
    port.slow();
    begin();
    update(online("ada"));
    answer(1);
    update(offline("ada"));
    answer(2);
    port.fast();
    assertThat(port.types()).containsExactly("snapshot", "update", "pong", "update", "pong");
  }

  @Test
  void tooManyPendingUsersBecomeASnapshotAndALaterOneReplacesIt() {
    port.slow();
    begin();
    update(online("a"), online("b"), online("c"), online("d"));
    update(offline("a"));
    update(online("e"), online("f"), online("g"));
    port.read();
    assertThat(port.sent).containsExactly(SNAPSHOT.formatted(0), SNAPSHOT.formatted(3));
    update(offline("b"));
    port.fast();
    assertThat(port.types()).containsExactly("snapshot", "snapshot", "update");
  }

  @Test
  void snapshotForASlowClientStaysBehindAnAnswer() {
    port.slow();
    begin();
    update(online("a"));
    answer(1);
    update(online("b"), online("c"), online("d"), online("e"));
    port.fast();
    assertThat(port.types()).containsExactly("snapshot", "update", "pong", "snapshot");
  }

  @Test
  void stalenessIsSentWhenItChanges() {
    begin();
    stale = true;
    update();
    update(online("ada"));
    stale = false;
    update(online("bob"));
    assertThat(port.types()).containsExactly("snapshot", "stale", "update", "update", "stale");
  }

  @Test
  void stalenessThatPassedDuringASendIsNotTold() {
    port.slow();
    begin();
    stale = true;
    update();
    stale = false;
    update();
    port.fast();
    assertThat(port.types()).containsExactly("snapshot");
  }

  @Test
  void stalenessInFrontOfASnapshotThatReplacesItIsToldAfterIt() {
    port.slow();
    begin();
    stale = true;
    update(online("a"), online("b"), online("c"), online("d"));
    update(online("e"), online("f"), online("g"), online("h"));
    port.fast();
    assertThat(port.types()).containsExactly("snapshot", "snapshot", "stale");
  }

  @Test
  void moreAnswersThanMayWaitEndTheSocket() {
    port.slow();
    begin();
    for (int ref = 1; ref <= 4; ref++) {
      answer(ref);
    }
    assertThat(events).isEmpty();
    answer(5);
    assertThat(events).containsExactly("overflowed");
  }

  @Test
  void answersThatAreReadMakeRoom() {
    port.slow();
    begin();
    for (int ref = 1; ref <= 100; ref++) {
      answer(ref);
      port.read();
    }
    assertThat(events).isEmpty();
  }

  @Test
  void failedSendIsReported() {
    port.slow();
    begin();
    port.fail();
    assertThat(events).containsExactly("broken");
  }

  @Test
  void sendingIsSinceItsBeginning() {
    assertThat(outbox.sendingSince()).isNegative();
    port.slow();
    begin();
    assertThat(outbox.sendingSince()).isEqualTo(42);
    port.read();
    assertThat(outbox.sendingSince()).isNegative();
  }

  @Test
  void closedOutboxSendsNothingMore() {
    port.slow();
    begin();
    update(online("ada"));
    answer(1);
    outbox.close();
    port.fast();
    answer(2);
    update(online("bob"));
    assertThat(port.types()).containsExactly("snapshot");
  }

  @Test
  void manyFramesThatAreSentAtOnceNeedNoStack() {
    int many = 50_000;
    Outbox deep = outbox(EndpointLimits.builder().pendingAnswers(many).build());
    IntStream.range(0, many).forEach(ref -> deep.answer(ANSWER.formatted(ref)));
    deep.snapshot(SNAPSHOT.formatted(0), "e", false);
    deep.pump();
    assertThat(port.sent).hasSize(many + 1);
  }

  @Test
  void whatIsHeldIsSentMergedOnceItIsReleased() {
    outbox.hold();
    begin();
    update(online("ada"));
    update(change("ada", PresenceStatus.ACTIVE, PresenceStatus.AWAY));
    assertThat(port.sent).isEmpty();
    outbox.release();
    outbox.pump();
    List<JsonNode> frames = port.frames();
    assertThat(frames).hasSize(2);
    assertThat(FrameLog.statusIn(frames.get(1), "ada")).isEqualTo("away");
  }
}
