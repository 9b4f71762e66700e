package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.presence.PresenceTracker;
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
}
