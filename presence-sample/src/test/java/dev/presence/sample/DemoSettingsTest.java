package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.PresenceOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DemoSettingsTest {
  @ParameterizedTest
  @CsvSource({"60s, PT60S", "500ms, PT0.5S", "2m, PT2M", "1h, PT1H", "0s, PT0S"})
  void timesAreReadAsPeopleWriteThem(String text, Duration meant) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-1s", "1.5s", "60 s", "60S", "9999999999s"})
  void whatIsNoTimeIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("500ms, 60s, 2m or 30d");
  }

  @Test
  void withoutFlagsTheOptionsAreTheLibrarysDefaults() {
    assertThat(
            DemoSettings.optionsOf(
                PresenceOptions.PRESENCE_TTL,
                PresenceOptions.HEARTBEAT_INTERVAL,
                Duration.ofSeconds(5),
                Duration.ZERO))
        .isEqualTo(PresenceOptions.defaults());
  }

  @Test
  void theShortestLeaseThatTheLibraryAllowsCanBeSet() {
    Duration second = Duration.ofSeconds(1);
    PresenceOptions options =
        DemoSettings.optionsOf(second.multipliedBy(2), second, second, Duration.ZERO);
    assertThat(options.presenceTtl()).isEqualTo(second.multipliedBy(2));
    assertThat(options.storeTimeout()).isLessThan(options.presenceTtl());
  }
}
