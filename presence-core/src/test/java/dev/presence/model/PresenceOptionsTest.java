package dev.presence.model;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PresenceOptionsTest {

  private final PresenceOptions defaults = PresenceOptions.defaults();

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(PresenceOptions.PRESENCE_TTL).isEqualTo(ofSeconds(60));
    assertThat(PresenceOptions.HEARTBEAT_INTERVAL).isEqualTo(ofSeconds(30));
    assertThat(defaults)
        .isEqualTo(
            new PresenceOptions(
                ofSeconds(60),
                ofSeconds(30),
                ofSeconds(5),
                ofSeconds(15),
                ofSeconds(2),
                ofSeconds(5),
                ofMillis(100),
                ofMillis(250),
                ofDays(30)));
  }

  @Test
  void eachWitherChangesItsOwnValueAndNoOther() {
    PresenceOptions changed =
        defaults
            .withManualStatusTtl(ofDays(9))
            .withPresenceTtl(ofSeconds(100))
            .withHeartbeatInterval(ofSeconds(10))
            .withGrace(ofSeconds(1))
            .withHandover(ofSeconds(2))
            .withStoreTimeout(ofSeconds(3))
            .withStaleAfter(ofSeconds(4))
            .withWindow(ofMillis(5), ofMillis(6));
    assertThat(changed)
        .isEqualTo(
            new PresenceOptions(
                ofSeconds(100),
                ofSeconds(10),
                ofSeconds(1),
                ofSeconds(2),
                ofSeconds(3),
                ofSeconds(4),
                ofMillis(5),
                ofMillis(6),
                ofDays(9)));
  }

  @Test
  void aLeaseShorterThanTwoHeartbeatsIsRefused() {
    assertRefused(() -> defaults.withPresenceTtl(ofSeconds(59)), "PT59S", "PT30S");
    assertRefused(() -> defaults.withHeartbeatInterval(ofSeconds(31)), "PT1M", "PT31S");
    assertThat(defaults.withLease(ofSeconds(6), ofSeconds(3)).presenceTtl())
        .isEqualTo(ofSeconds(6));
  }

  @Test
  void aHeartbeatFasterThanTheProbeIsRefused() {
    assertRefused(() -> defaults.withHeartbeatInterval(ofMillis(999)), "PT0.999S", "PT1S");
    assertRefused(() -> defaults.withHeartbeatInterval(Duration.ZERO), "PT0S", "PT1S");
  }

  @Test
  void aStoreTimeoutNotShorterThanTheLeaseIsRefused() {
    assertRefused(() -> defaults.withStoreTimeout(ofSeconds(60)), "PT1M", "PT1M");
    assertRefused(() -> defaults.withStoreTimeout(ofMillis(9)), "PT0.009S", "PT0.01S");
  }

  @Test
  void negativeTimesAreRefused() {
    assertRefused(() -> defaults.withGrace(ofMillis(-1)), "PT-0.001S", "PT0S");
    assertRefused(() -> defaults.withHandover(ofMillis(-1)), "PT-0.001S", "PT0S");
    assertRefused(() -> defaults.withWindow(ofMillis(-1), ofMillis(5)), "PT-0.001S", "PT0S");
  }

  @Test
  void noGraceNoHandoverAndNoWindowAreAllowed() {
    assertThat(
            defaults
                .withGrace(Duration.ZERO)
                .withHandover(Duration.ZERO)
                .withWindow(Duration.ZERO, Duration.ZERO)
                .grace())
        .isZero();
  }

  @Test
  void aBusyWindowShorterThanTheWindowIsRefused() {
    assertRefused(() -> defaults.withWindow(ofMillis(300), ofMillis(250)), "PT0.3S", "PT0.25S");
  }

  @Test
  void stalenessWithinASecondIsRefused() {
    assertRefused(() -> defaults.withStaleAfter(ofMillis(999)), "PT0.999S", "PT1S");
  }

  @Test
  void aManualStatusForgottenBeforeALeaseIsOverIsRefused() {
    assertRefused(() -> defaults.withManualStatusTtl(ofSeconds(59)), "PT59S", "PT1M");
  }

  private static void assertRefused(Supplier<PresenceOptions> options, String given, String limit) {
    assertThatThrownBy(options::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(given)
        .hasMessageContaining(limit);
  }
}
