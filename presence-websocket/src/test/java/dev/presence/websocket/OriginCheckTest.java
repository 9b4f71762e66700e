package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginCheckTest {

  private static final Origin HERE = Origin.parse("http://app.example");

  private final ManualRuntime runtime = new ManualRuntime();
  private final List<String> warnings = new ArrayList<>();
  private final OriginCheck check =
      new OriginCheck(new OriginRule(List.of(), List.of("app.example")), runtime, warnings::add);

  @Test
  void refusalIsLoggedOncePerOriginAndMinute() {
    for (int second = 0; second < 120; second++) {
      assertThat(check.allows("https://a.example", HERE)).isFalse();
      assertThat(check.allows("https://b.example", HERE)).isFalse();
      runtime.advance(Duration.ofSeconds(1));
    }
    assertThat(warnings).hasSize(4);
    assertThat(warnings.get(0))
        .contains("https://a.example (Origin)")
        .contains("http://app.example (Host)")
        .contains(".allowedOrigins(\"https://a.example\")");
  }

  @Test
  void manyOriginsAreLoggedAtMostOncePerSecond() {
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 1_000; i++) {
        check.allows("https://a" + i + ".example", HERE);
      }
      runtime.advance(Duration.ofSeconds(1));
    }
    assertThat(warnings).hasSizeBetween(60, 70);
  }

  @Test
  void allowedPageIsNotLogged() {
    assertThat(check.allows("http://app.example", HERE)).isTrue();
    assertThat(check.allows(null, HERE)).isTrue();
    assertThat(warnings).isEmpty();
  }
}
