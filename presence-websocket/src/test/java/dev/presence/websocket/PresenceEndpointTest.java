package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.presence.PresenceTracker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceEndpointTest {

  private final PresenceTracker tracker = PresenceTracker.builder().build();

  @AfterEach
  void close() {
    tracker.close();
  }

  private PresenceEndpoint.Builder builder() {
    return PresenceEndpoint.builder(tracker)
        .authenticator(handshake -> CompletableFuture.completedFuture(Admission.unauthenticated()));
  }

  @Test
  void authenticatorIsRequired() {
    assertThatIllegalStateException()
        .isThrownBy(() -> PresenceEndpoint.builder(tracker).build())
        .withMessageContaining(".authenticator(");
  }

  @Test
  void pathIsOfTheApplication() {
    PresenceEndpoint endpoint = builder().path("/a/b").build();
    assertThat(endpoint.config().getPath()).isEqualTo("/a/b/{workspaceId}");
    assertThat(endpoint.queryConfig().getPath()).isEqualTo("/a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "presence", "/presence/", "/p/{x}"})
  void wrongPathIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().path(path))
        .withMessageContaining("/presence");
  }

  @Test
  void closingTwiceLeavesTheTrackerOpen() {
    PresenceEndpoint endpoint = builder().build();
    endpoint.close();
    endpoint.close();
    assertThat(endpoint.closeAsync()).isCompleted();
    assertThat(tracker.workspace("acme").connect("ada").isOpen()).isTrue();
  }

  @Test
  void closingAfterTheTrackerDoesNothing() {
    PresenceEndpoint endpoint = builder().build();
    tracker.close();
    endpoint.close();
    assertThat(endpoint.closeAsync()).isCompleted();
  }

  @Test
  void limitsCheckThemselves() {
    EndpointLimits limits = EndpointLimits.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withSockets(0, 1))
        .withMessage("socketsPerUser was 0; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withPings(Duration.ZERO, Duration.ofSeconds(1)))
        .withMessageContaining("pingInterval was PT0S");
    assertThat(limits.requestBurst()).isEqualTo(20);
    assertThat(limits.requestsPerSecond()).isEqualTo(10);
    assertThat(limits.socketsPerUser()).isEqualTo(20);
    assertThat(limits.socketsPerNode()).isEqualTo(50_000);
    assertThat(limits.pingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(limits.pongTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.frameBytes()).isEqualTo(65_536);
    assertThat(limits.idsPerRequest()).isEqualTo(1_000);
    assertThat(limits.earlyFrames()).isEqualTo(8);
  }
}
