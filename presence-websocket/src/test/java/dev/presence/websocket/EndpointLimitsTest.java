package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EndpointLimitsTest {

  @Test
  void defaultsAreThoseOfTheProtocol() {
    EndpointLimits limits = EndpointLimits.defaults();
    assertThat(limits.requestBurst()).isEqualTo(20);
    assertThat(limits.requestsPerSecond()).isEqualTo(10);
    assertThat(limits.toleratedRefusals()).isEqualTo(100);
    assertThat(limits.socketsPerUser()).isEqualTo(20);
    assertThat(limits.socketsPerNode()).isEqualTo(50_000);
    assertThat(limits.pingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(limits.pongTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.sendTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.authenticationTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.frameBytes()).isEqualTo(65_536);
    assertThat(limits.idsPerRequest()).isEqualTo(1_000);
    assertThat(limits.earlyFrames()).isEqualTo(8);
    assertThat(limits.pendingUsers()).isEqualTo(1_000);
    assertThat(limits.pendingAnswers()).isEqualTo(128);
    assertThat(limits.fullListLimit()).isEqualTo(1_000);
    assertThat(limits.watchedUsers()).isEqualTo(5_000);
  }

  @Test
  void orderOfCallsDoesNotMatter() {
    EndpointLimits.Builder up = EndpointLimits.builder().socketsPerUser(60_000);
    EndpointLimits limits = up.socketsPerNode(70_000).build();
    assertThat(limits)
        .isEqualTo(EndpointLimits.builder().socketsPerNode(70_000).socketsPerUser(60_000).build())
        .isNotEqualTo(EndpointLimits.defaults());
    assertThat(limits.toBuilder().socketsPerNode(3).socketsPerUser(2).build().socketsPerUser())
        .isEqualTo(2);
  }

  @Test
  void toBuilderKeepsEveryValue() {
    EndpointLimits limits =
        EndpointLimits.builder()
            .requestBurst(1)
            .requestsPerSecond(2)
            .toleratedRefusals(3)
            .socketsPerUser(4)
            .socketsPerNode(5)
            .pingInterval(Duration.ofMillis(6))
            .pongTimeout(Duration.ofMillis(7))
            .sendTimeout(Duration.ofMillis(8))
            .authenticationTimeout(Duration.ofMillis(9))
            .frameBytes(1_024)
            .idsPerRequest(11)
            .earlyFrames(0)
            .pendingUsers(12)
            .pendingAnswers(13)
            .fullListLimit(14)
            .watchedUsers(15)
            .build();
    assertThat(limits.toBuilder().build()).isEqualTo(limits).hasSameHashCodeAs(limits);
    assertThat(limits.toString())
        .isEqualTo(
            "EndpointLimits[requestBurst=1, requestsPerSecond=2, toleratedRefusals=3,"
                + " socketsPerUser=4, socketsPerNode=5, pingInterval=PT0.006S,"
                + " pongTimeout=PT0.007S, sendTimeout=PT0.008S, authenticationTimeout=PT0.009S,"
                + " frameBytes=1024, idsPerRequest=11, earlyFrames=0, pendingUsers=12,"
                + " pendingAnswers=13, fullListLimit=14, watchedUsers=15]");
  }

  @Test
  void messageSaysWhatWasGivenAndWhatIsAllowed() {
    Map<String, UnaryOperator<EndpointLimits.Builder>> refused =
        Map.of(
            "socketsPerUser was 0; it must be at least 1",
            it -> it.socketsPerUser(0),
            "socketsPerUser 4 is more than socketsPerNode 3; lower socketsPerUser or raise"
                + " socketsPerNode",
            it -> it.socketsPerUser(4).socketsPerNode(3),
            "pingInterval was PT0S; it must be at least a millisecond and at most PT87600H",
            it -> it.pingInterval(Duration.ZERO),
            "sendTimeout was PT96000H; it must be at least a millisecond and at most PT87600H",
            it -> it.sendTimeout(Duration.ofDays(4_000)),
            "frameBytes was 1023; it must be at least 1024",
            it -> it.frameBytes(1_023),
            "frameBytes was 1048577; it must be at most 1048576",
            it -> it.frameBytes((1 << 20) + 1),
            "earlyFrames was -1; it must be at least 0",
            it -> it.earlyFrames(-1));
    refused.forEach(
        (message, change) ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(EndpointLimits.builder()).build())
                .withMessage(message));
    assertThatNullPointerException()
        .isThrownBy(() -> EndpointLimits.builder().pongTimeout(null))
        .withMessage("pongTimeout");
  }
}
