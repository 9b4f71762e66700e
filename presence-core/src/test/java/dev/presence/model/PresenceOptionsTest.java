package dev.presence.model;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PresenceOptionsTest {

  private final PresenceOptions defaults = PresenceOptions.defaults();

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(PresenceOptions.PRESENCE_TTL).isEqualTo(ofSeconds(60));
    assertThat(PresenceOptions.HEARTBEAT_INTERVAL).isEqualTo(ofSeconds(30));
    assertThat(defaults)
        .hasToString(
            "PresenceOptions[presenceTtl=PT1M, heartbeatInterval=PT30S, grace=PT5S, drainTime=PT15S,"
                + " storeTimeout=PT2S, staleAfter=PT5S, window=PT0.1S, busyWindow=PT0.25S,"
                + " manualStatusTtl=PT720H, lastSeen=PT0S]");
  }

  @Test
  void eachSetterChangesItsOwnValueAndNoOther() {
    PresenceOptions changed =
        PresenceOptions.builder()
            .manualStatusTtl(ofDays(9))
            .lastSeen(ofDays(10))
            .presenceTtl(ofSeconds(100))
            .heartbeatInterval(ofSeconds(10))
            .grace(ofSeconds(1))
            .drainTime(ofSeconds(2))
            .storeTimeout(ofSeconds(3))
            .staleAfter(ofSeconds(4))
            .window(ofMillis(5))
            .busyWindow(ofMillis(6))
            .build();
    assertThat(changed)
        .hasToString(
            "PresenceOptions[presenceTtl=PT1M40S, heartbeatInterval=PT10S, grace=PT1S,"
                + " drainTime=PT2S, storeTimeout=PT3S, staleAfter=PT4S, window=PT0.005S,"
                + " busyWindow=PT0.006S, manualStatusTtl=PT216H, lastSeen=PT240H]")
        .isEqualTo(changed.toBuilder().build());
  }

  @Test
  void theOrderOfSettersDoesNotMatter() {
    PresenceOptions one =
        PresenceOptions.builder().presenceTtl(ofSeconds(6)).heartbeatInterval(ofSeconds(3)).build();
    PresenceOptions other =
        PresenceOptions.builder().heartbeatInterval(ofSeconds(3)).presenceTtl(ofSeconds(6)).build();
    assertThat(one).isEqualTo(other).isNotEqualTo(defaults);
  }

  @Test
  void leaseAndHeartbeatComeFromTheEnvironmentWhereTheyAreSet() {
    assertThat(PresenceOptions.fromEnvironment(Map.of())).isEqualTo(defaults);
    PresenceOptions given =
        PresenceOptions.fromEnvironment(
            Map.of("PRESENCE_TTL", " 6s ", "HEARTBEAT_INTERVAL", "2500ms"));
    assertThat(given.presenceTtl()).isEqualTo(ofSeconds(6));
    assertThat(given.heartbeatInterval()).isEqualTo(ofMillis(2_500));
    for (String wrong : List.of("", "60", "60 s", "-1s", "PT60S", "1d")) {
      assertRefused(
          () -> PresenceOptions.fromEnvironment(Map.of("PRESENCE_TTL", wrong)),
          "PRESENCE_TTL was \"" + wrong,
          "60s");
    }
  }

  @Test
  void aDurationOfCenturiesIsRefused() {
    assertRefused(
        () -> defaults.toBuilder().grace(ofDays(365_000)).build(), "PT8760000H", "PT87600H");
    assertRefused(
        () -> defaults.toBuilder().presenceTtl(ofSeconds(Long.MAX_VALUE)).build(),
        "presenceTtl",
        "PT87600H");
  }

  @Test
  void aLeaseShorterThanTwoHeartbeatsIsRefused() {
    assertRefused(() -> defaults.toBuilder().presenceTtl(ofSeconds(59)).build(), "PT59S", "PT30S");
    assertRefused(
        () -> defaults.toBuilder().heartbeatInterval(ofSeconds(31)).build(), "PT1M", "PT31S");
    assertThat(
            defaults.toBuilder()
                .presenceTtl(ofSeconds(6))
                .heartbeatInterval(ofSeconds(3))
                .build()
                .presenceTtl())
        .isEqualTo(ofSeconds(6));
  }

  @Test
  void aHeartbeatFasterThanTheProbeIsRefused() {
    assertRefused(
        () -> defaults.toBuilder().heartbeatInterval(ofMillis(999)).build(), "PT0.999S", "PT1S");
    assertRefused(
        () -> defaults.toBuilder().heartbeatInterval(Duration.ZERO).build(), "PT0S", "PT1S");
  }

  @Test
  void aStoreTimeoutNotShorterThanTheLeaseIsRefused() {
    assertRefused(() -> defaults.toBuilder().storeTimeout(ofSeconds(60)).build(), "PT1M", "PT1M");
    assertRefused(
        () -> defaults.toBuilder().storeTimeout(ofMillis(9)).build(), "PT0.009S", "PT0.01S");
  }

  @Test
  void negativeTimesAreRefused() {
    assertRefused(() -> defaults.toBuilder().grace(ofMillis(-1)).build(), "PT-0.001S", "PT0S");
    assertRefused(() -> defaults.toBuilder().drainTime(ofMillis(-1)).build(), "PT-0.001S", "PT0S");
    assertRefused(
        () -> defaults.toBuilder().window(ofMillis(-1)).busyWindow(ofMillis(5)).build(),
        "PT-0.001S",
        "PT0S");
  }

  @Test
  void noGraceNoDrainTimeAndNoWindowAreAllowed() {
    assertThat(
            defaults.toBuilder()
                .grace(Duration.ZERO)
                .drainTime(Duration.ZERO)
                .window(Duration.ZERO)
                .busyWindow(Duration.ZERO)
                .build()
                .grace())
        .isZero();
  }

  @Test
  void aBusyWindowShorterThanTheWindowIsRefused() {
    assertRefused(
        () -> defaults.toBuilder().window(ofMillis(300)).busyWindow(ofMillis(250)).build(),
        "PT0.3S",
        "PT0.25S");
  }

  @Test
  void stalenessWithinASecondIsRefused() {
    assertRefused(() -> defaults.toBuilder().staleAfter(ofMillis(999)).build(), "PT0.999S", "PT1S");
  }

  @Test
  void aManualStatusForgottenBeforeALeaseIsOverIsRefused() {
    assertRefused(
        () -> defaults.toBuilder().manualStatusTtl(ofSeconds(59)).build(), "PT59S", "PT1M");
  }

  private static void assertRefused(Supplier<PresenceOptions> options, String given, String limit) {
    assertThatThrownBy(options::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(given)
        .hasMessageContaining(limit);
  }
}
