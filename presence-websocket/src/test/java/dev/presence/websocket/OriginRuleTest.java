package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {

  private final OriginRule rule = new OriginRule(List.of("https://app.example", "http://x:81"));

  @ParameterizedTest
  @CsvSource({
    "http://a.example, a.example",
    "http://a.example, a.example:80",
    "http://a.example:80, a.example",
    "https://a.example, a.example",
    "https://a.example, a.example:443",
    "https://A.example, a.EXAMPLE",
    "http://127.0.0.1:8080, 127.0.0.1:8080",
    "http://[::1]:8080, [::1]:8080",
    "https://app.example, b.example",
    "https://app.example:443, b.example",
    "HTTPS://APP.example, b.example",
    "http://x:81, b.example"
  })
  void allowed(String origin, String host) {
    assertThat(rule.allows(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, b.example",
    "http://a.example, a.example:443",
    "https://a.example, a.example:80",
    "http://a.example:8080, a.example:8081",
    "http://a.example.evil, a.example",
    "http://evil/a.example, a.example",
    "http://a.example@evil, a.example",
    "http://a.example/, a.example",
    "http://app.example, b.example",
    "https://app.example:444, b.example",
    "https://sub.app.example, b.example",
    "null, a.example",
    "'', a.example",
    "a.example, a.example",
    "'http://a.example http://a.example', a.example",
    "http://a.example, 'a.example/x'"
  })
  void refused(String origin, String host) {
    assertThat(rule.allows(origin, host)).isFalse();
  }

  @Test
  void requestOfNoBrowserIsAllowed() {
    assertThat(rule.allows(null, "a.example")).isTrue();
    assertThat(rule.allows(null, null)).isTrue();
  }

  @Test
  void browserWithoutHostIsRefused() {
    assertThat(rule.allows("http://a.example", null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "app.example", "https://app.example/", "https://"})
  void whatIsNoOriginCannotBeListed(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginRule(List.of(origin)))
        .withMessageContaining("https://app.example");
  }
}
