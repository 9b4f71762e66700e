package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {

  private final OriginRule rule =
      new OriginRule(
          List.of("https://app.example", "http://x:81", "capacitor://localhost"),
          List.of("a.example", "*.Tenants.example"));

  private String refusal(String origin, String request) {
    return rule.refusal(origin, Origin.parse(request));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://a.example",
    "http://a.example, ws://a.example",
    "http://a.example, http://a.example:80",
    "http://a.example:80, http://a.example",
    "https://a.example, https://a.example",
    "https://a.example, wss://a.example:443",
    "https://A.example, https://a.EXAMPLE",
    "http://one.tenants.example:8080, http://one.tenants.example:8080",
    "http://localhost:8080, http://localhost:8080",
    "http://tab.localhost:8080, http://tab.localhost:8080",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://192.168.1.5, http://192.168.1.5",
    "http://[::1]:8080, http://[::1]:8080",
  })
  void pageOfTheSameOriginIsAllowedAtAKnownHost(String origin, String request) {
    assertThat(refusal(origin, request)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example, http://b.example",
    "https://app.example, http://app.example",
    "https://app.example:443, http://b.example",
    "HTTPS://APP.example, http://b.example",
    "http://x:81, http://b.example",
    "capacitor://localhost, http://b.example",
    "https://app.example, nonsense",
  })
  void pageOfAListedOriginIsAllowedWhateverTheRequestNames(String origin, String request) {
    assertThat(refusal(origin, request)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://b.example",
    "https://a.example, http://a.example",
    "http://a.example, https://a.example",
    "https://a.example:8443, http://a.example:8443",
    "http://a.example, http://a.example:443",
    "http://a.example:8080, http://a.example:8081",
    "http://a.example.evil, http://a.example",
    "http://evil/a.example, http://a.example",
    "http://a.example@evil, http://a.example",
    "http://a.example/, http://a.example",
    "http://app.example, http://b.example",
    "https://app.example:444, http://b.example",
    "https://sub.app.example, http://b.example",
    "null, http://a.example",
    "'', http://a.example",
    "a.example, http://a.example",
    "'http://a.example http://a.example', http://a.example",
    "http://a.example, http://a.example/x",
    "http://a.example, nonsense",
  })
  void pageOfAForeignOriginIsRefused(String origin, String request) {
    assertThat(refusal(origin, request)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://evil.example:8080",
        "https://app.example.evil",
        "http://sub.a.example",
        "http://tenants.example",
        "http://eviltenants.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://intranet",
      })
  void pageOfAnUnknownHostIsRefusedEvenAtThatHost(String origin) {
    assertThat(refusal(origin, origin)).contains(".allowedHosts(");
  }

  @Test
  void anyHostIsKnownIfTheListSaysSo() {
    OriginRule any = new OriginRule(List.of(), List.of("*"));
    assertThat(any.refusal("http://b.example", Origin.parse("http://b.example"))).isNull();
    assertThat(any.refusal("https://b.example", Origin.parse("http://b.example"))).isNotNull();
  }

  @Test
  void requestOfNoBrowserIsAllowed() {
    assertThat(rule.refusal(null, Origin.parse("http://b.example"))).isNull();
    assertThat(rule.refusal(null, null)).isNull();
  }

  @Test
  void pageIsRefusedIfTheRequestNamesNoHost() {
    assertThat(rule.refusal("http://a.example", null)).contains("no valid host");
  }

  @Test
  void refusalSaysWhatWasGivenWhatIsAllowedAndWhatToDo() {
    assertThat(refusal("https://b.example", "http://b.example:8080"))
        .isEqualTo(
            "the page comes from https://b.example (Origin), the request went to"
                + " http://b.example:8080 (Host)."
                + " Allowed are pages of the same scheme, host and port, and pages of"
                + " capacitor://localhost, http://x:81, https://app.example. If the page is yours,"
                + " add .allowedOrigins(\"https://b.example\") to the builder of the"
                + " PresenceEndpoint");
    assertThat(refusal("https://b.example", "http://b.example"))
        .endsWith("If a proxy ends TLS, let the container read its X-Forwarded-Proto instead");
    assertThat(refusal("http://b.example:81", "http://b.example:81"))
        .isEqualTo(
            "the page (Origin) and the request (Host) name the host b.example, which is not known (this protects"
                + " against DNS rebinding). Known are localhost, IP addresses, *.tenants.example,"
                + " a.example. If the host is yours, add .allowedOrigins(\"http://b.example:81\") or"
                + " .allowedHosts(\"b.example\") to the builder of the PresenceEndpoint");
    assertThat(refusal("x".repeat(10_000), "http://b.example")).hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "app.example", "https://app.example/", "https://"})
  void whatIsNoOriginCannotBeListed(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginRule(List.of(origin), List.of()))
        .withMessageContaining("https://app.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://app.example", "app.example:80", "a.*.example", "a b", "*x"})
  void whatIsNoHostCannotBeListed(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginRule(List.of(), List.of(host)))
        .withMessageContaining("*.app.example");
  }
}
