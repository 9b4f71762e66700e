package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final FakePort port = new FakePort();
  private final List<String> events = new ArrayList<>();
  private final Outbox outbox = outbox(EndpointLimits.builder().pendingAnswers(4).build());
  private int delivered;

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

  private static String frame(String type) {
    return "{\"type\":\"presence:" + type + "\"}";
  }

  private void event(String type, boolean isAnswer) {
    outbox.event(frame(type), isAnswer, () -> delivered++);
    outbox.pump();
  }

  private void begin() {
    event("snapshot", true);
  }

  private void answer(String type) {
    outbox.answer(frame(type));
    outbox.pump();
  }

  @Test
  void nothingIsSentBeforeTheSnapshotAndAnswersFollowIt() {
    answer("pong");
    assertThat(port.sent).isEmpty();
    begin();
    assertThat(port.types()).containsExactly("snapshot", "pong");
  }

  @Test
  void anEventIsDeliveredWhenItWasSent() {
    begin();
    assertThat(delivered).isEqualTo(1);
    port.slow();
    event("update", false);
    assertThat(delivered).isEqualTo(1);
    port.read();
    assertThat(delivered).isEqualTo(2);
  }

  @Test
  void answersAreSentInTheOrderOfTheRequests() {
    begin();
    outbox.expect();
    answer("pong");
    event("update", false);
    assertThat(port.types()).containsExactly("snapshot", "update");
    event("result", true);
    assertThat(port.types()).containsExactly("result", "pong");
  }

  @Test
  void anAnswerThatIsKnownFollowsTheOneThatIsNot() {
    begin();
    outbox.expect();
    outbox.expect();
    answer("pong");
    event("result", true);
    answer("error");
    assertThat(port.types()).containsExactly("snapshot", "result");
    event("page", true);
    assertThat(port.types()).containsExactly("page", "pong", "error");
  }

  @Test
  void moreAnswersThanMayWaitEndTheSocket() {
    port.slow();
    begin();
    for (int i = 0; i < 5; i++) {
      answer("pong");
    }
    assertThat(events).isEmpty();
    answer("pong");
    assertThat(events).containsExactly("overflowed");
  }

  @Test
  void requestsThatAreNotAnsweredCountAsAnswersThatWait() {
    begin();
    for (int i = 0; i < 6; i++) {
      outbox.expect();
    }
    outbox.pump();
    assertThat(events).containsExactly("overflowed");
  }

  @Test
  void answersThatAreReadMakeRoom() {
    port.slow();
    begin();
    for (int ref = 1; ref <= 100; ref++) {
      answer("pong");
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
    assertThat(delivered).isZero();
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
    answer("pong");
    outbox.close();
    port.fast();
    answer("pong");
    event("update", false);
    assertThat(port.types()).containsExactly("snapshot");
  }

  @Test
  void manyFramesThatAreSentAtOnceNeedNoStack() {
    int many = 50_000;
    Outbox deep = outbox(EndpointLimits.builder().pendingAnswers(many).build());
    IntStream.range(0, many).forEach(ref -> deep.answer(frame("pong")));
    deep.event(frame("snapshot"), true, () -> {});
    deep.pump();
    assertThat(port.sent).hasSize(many + 1);
  }
}
