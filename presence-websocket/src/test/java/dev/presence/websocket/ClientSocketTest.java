package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceStatus;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import dev.presence.websocket.wire.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A socket over a real tracker, without a container and without threads. */
class ClientSocketTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualRuntime world = new ManualRuntime();
  private final ManualProcess node = world.process("node");
  private final PresenceTracker tracker = PresenceTracker.builder().runtime(node).build();
  private final Sockets sockets =
      new Sockets(tracker, this::authenticate, EndpointLimits.defaults());
  private final FakePort port = new FakePort();
  private CompletionStage<Admission> answer;

  private CompletionStage<Admission> authenticate(Handshake handshake) {
    return answer == null
        ? CompletableFuture.completedFuture(
            Admission.admitted(handshake.parameter("user").orElseThrow()))
        : answer;
  }

  private ClientSocket open(FakePort at, String userId) {
    Handshake handshake =
        new RequestHandshake("acme", new TreeMap<>(), Map.of("user", userId), Map.of(), null);
    ArrivalPage page = new ArrivalPage(List.of(), null, null);
    ClientSocket socket = new ClientSocket(sockets, at);
    sockets.open(socket, new Arrival(handshake, Opening.DEFAULT, page));
    world.runUntilIdle();
    return socket;
  }

  private ClientSocket enter() {
    tracker.join(sockets.transport());
    ClientSocket socket = open(port, "ada");
    assertThat(port.types()).containsExactly("snapshot");
    return socket;
  }

  private PresenceStatus statusOf(String userId) {
    CompletableFuture<PresenceStatus> status = tracker.workspace("acme").getStatus(userId);
    world.advance(Duration.ofMillis(10));
    return status.join();
  }

  @Test
  void silentClientIsPingedAfter25SecondsAndGivenUpAfter10More() {
    enter();
    world.advance(Duration.ofSeconds(24));
    assertThat(port.pings).isZero();
    world.advance(Duration.ofSeconds(2));
    assertThat(port.pings).isEqualTo(1);
    world.advance(Duration.ofSeconds(8));
    assertThat(port.closed).isEmpty();
    world.advance(Duration.ofSeconds(2));
    assertThat(port.pings).isEqualTo(1);
    assertThat(port.closed).containsExactly(CloseCode.TOO_SLOW);
    assertThat(statusOf("ada")).isEqualTo(PresenceStatus.ACTIVE);
    world.advance(tracker.options().grace());
    assertThat(statusOf("ada")).isEqualTo(PresenceStatus.OFFLINE);
  }

  @Test
  void anyFrameIsASignOfLife() {
    ClientSocket socket = enter();
    for (int i = 0; i < 10; i++) {
      world.advance(Duration.ofSeconds(20));
      socket.text("nonsense");
    }
    assertThat(port.pings).isZero();
    world.advance(Duration.ofSeconds(26));
    assertThat(port.pings).isEqualTo(1);
    socket.received();
    world.advance(Duration.ofSeconds(20));
    assertThat(port.closed).isEmpty();
  }

  @Test
  void connectionThatStaysOpenAfterAnUnansweredCloseIsCut() {
    ClientSocket socket = enter();
    socket.binary();
    world.advance(Duration.ofSeconds(9));
    assertThat(port.cuts).isZero();
    world.advance(SECOND);
    assertThat(port.cuts).isEqualTo(1);
  }

  @Test
  void connectionThatTheClientClosedIsNotCut() {
    ClientSocket socket = enter();
    socket.binary();
    socket.closed(1003);
    world.advance(Duration.ofMinutes(1));
    assertThat(port.cuts).isZero();
  }

  @Test
  void pingsCountLikeRequests() {
    enter();
    port.framesReceived = 120; // 20 are served, 100 refusals are tolerated
    world.advance(SECOND);
    assertThat(port.closed).isEmpty();
    port.framesReceived += 12; // within a second 10 are served again, and one refusal is forgiven
    world.advance(SECOND);
    assertThat(port.closed).containsExactly(CloseCode.FLOOD);
  }

  @Test
  void onePingPerSecondNeverEndsTheSocket() {
    ClientSocket socket = enter();
    for (int second = 0; second < 600; second++) {
      port.framesReceived += 2;
      socket.received();
      world.advance(SECOND);
    }
    assertThat(port.closed).isEmpty();
  }

  @Test
  void framesThatAHandlerReceivesAreNotCountedTwice() {
    ClientSocket socket = enter();
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 10; i++) {
        port.framesReceived++;
        socket.text("{\"type\":\"presence:ping\",\"ref\":1}");
      }
      world.advance(SECOND);
    }
    assertThat(port.closed).isEmpty();
    assertThat(port.types()).doesNotContain("error");
  }

  @Test
  void nodeThatSleptClosesNoSocket() {
    ClientSocket socket = enter();
    world.advance(Duration.ofSeconds(26));
    assertThat(port.pings).isEqualTo(1);
    node.pause();
    world.advance(Duration.ofMinutes(5));
    node.resume();
    world.advance(Duration.ofSeconds(5));
    assertThat(port.closed).isEmpty();
    socket.received();
    world.advance(Duration.ofSeconds(20));
    assertThat(port.closed).isEmpty();
  }

  @Test
  void clientThatDoesNotReadIsGivenUpAndNotPingedMeanwhile() {
    ClientSocket socket = enter();
    port.slow();
    world.advance(Duration.ofSeconds(20));
    socket.text("{\"type\":\"presence:ping\",\"ref\":1}");
    world.advance(Duration.ofSeconds(9));
    assertThat(port.closed).isEmpty();
    world.advance(Duration.ofSeconds(2));
    assertThat(port.pings).isZero();
    assertThat(port.closed).containsExactly(CloseCode.TOO_SLOW);
  }

  @Test
  void sendThatFailsBecauseTheClientHasLeftIsALeave() {
    ClientSocket socket = enter();
    port.slow();
    socket.text("{\"type\":\"presence:ping\",\"ref\":1}");
    port.fail();
    socket.closed(1000);
    assertThat(statusOf("ada")).isEqualTo(PresenceStatus.OFFLINE);
    world.advance(Duration.ofMinutes(1));
    assertThat(port.closed).isEmpty();
  }

  @Test
  void sendThatFailsWithoutAWordOfTheContainerEndsTheSocket() {
    ClientSocket socket = enter();
    port.slow();
    socket.text("{\"type\":\"presence:ping\",\"ref\":1}");
    port.fail();
    world.advance(SECOND);
    assertThat(port.closed).containsExactly(CloseCode.TOO_SLOW);
  }

  @Test
  void endIsHandledOnce() {
    ClientSocket socket = enter();
    FakePort second = new FakePort();
    open(second, "ada");
    socket.closed(1006);
    socket.closed(1000);
    socket.end(CloseCode.LEFT);
    world.advance(SECOND);
    assertThat(port.closed).isEmpty();
    for (int i = 0; i < 19; i++) {
      open(new FakePort(), "ada");
    }
    FakePort more = new FakePort();
    open(more, "ada");
    assertThat(more.closed).containsExactly(CloseCode.TOO_MANY);
  }

  @Test
  void socketThatEndsWhileTheAuthenticatorThinksIsNeverPresent() {
    CompletableFuture<Admission> thinking = new CompletableFuture<>();
    answer = thinking;
    ClientSocket socket = open(port, "ada");
    socket.closed(1006);
    thinking.complete(Admission.admitted("ada"));
    world.runUntilIdle();
    assertThat(port.sent).isEmpty();
    assertThat(statusOf("ada")).isEqualTo(PresenceStatus.OFFLINE);
  }

  @Test
  void authenticatorHasADeadline() {
    answer = new CompletableFuture<>();
    open(port, "ada");
    world.advance(Duration.ofSeconds(9));
    assertThat(port.closed).isEmpty();
    world.advance(SECOND);
    assertThat(port.closed).containsExactly(CloseCode.FAILED);
  }

  @Test
  void hundredRefusalsAreToleratedAndOneIsForgivenASecond() {
    ClientSocket socket = enter();
    for (int i = 0; i < 120; i++) {
      socket.text("{\"type\":\"presence:ping\",\"ref\":" + i + "}");
    }
    world.runUntilIdle();
    List<String> types = port.types();
    assertThat(types).filteredOn("pong"::equals).hasSize(20);
    assertThat(types).filteredOn("error"::equals).hasSize(100);
    assertThat(port.closed).isEmpty();
    world.advance(SECOND);
    for (int i = 0; i < 11; i++) {
      socket.text("{\"type\":\"presence:ping\",\"ref\":" + i + "}");
    }
    assertThat(port.closed).isEmpty();
    socket.text("{\"type\":\"presence:ping\",\"ref\":1}");
    world.runUntilIdle();
    assertThat(port.closed).containsExactly(CloseCode.FLOOD);
  }

  @Test
  void floodBeforeTheAuthenticatorAnsweredIsClosedWithoutFrames() {
    answer = new CompletableFuture<>();
    ClientSocket socket = open(port, "ada");
    for (int i = 0; i < 109; i++) {
      socket.text("nonsense");
    }
    world.runUntilIdle();
    assertThat(port.closed).containsExactly(CloseCode.FLOOD);
    assertThat(port.sent).isEmpty();
  }

  @Test
  void lastActivityOfAFloodCounts() {
    ClientSocket socket = enter();
    for (int i = 0; i < 101; i++) {
      socket.text("{\"type\":\"presence:activity\",\"active\":" + (i % 2 == 1) + "}");
    }
    world.advance(Duration.ofMillis(400));
    assertThat(statusOf("ada")).isEqualTo(PresenceStatus.AWAY);
    assertThat(port.types()).doesNotContain("error");
  }

  @Test
  void socketThatOpensAfterTheStopIsClosed() {
    enter();
    CompletableFuture<Void> stopped = tracker.drain().thenCompose(done -> sockets.stop());
    world.advance(Duration.ofSeconds(3));
    assertThat(stopped).isCompleted();
    assertThat(port.closed).containsExactly(CloseCode.STOPPING);
    FakePort late = new FakePort();
    open(late, "bob");
    assertThat(late.closed).containsExactly(CloseCode.STOPPING);
  }

  @Test
  void idleEndpointKeepsNoTimer() {
    world.advance(SECOND);
    int before = world.pending();
    ClientSocket socket = enter();
    socket.closed(1000);
    world.advance(Duration.ofMinutes(1));
    assertThat(world.pending()).isLessThanOrEqualTo(before);
  }
}
