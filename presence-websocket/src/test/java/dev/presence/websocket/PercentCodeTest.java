package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodeTest {

  @ParameterizedTest
  @CsvSource({
    "acme, acme",
    "a%20b, a b",
    "a+b, a+b",
    "%41%62, Ab",
    "%C3%a4, ä",
    "%F0%9F%98%80, \uD83D\uDE00",
    "\uD83D\uDE00, \uD83D\uDE00",
    "ä%25, ä%",
    "'', ''"
  })
  void pathIsDecoded(String encoded, String decoded) {
    assertThat(PercentCode.decodePath(encoded)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "a%4", "%4g", "%-1", "%C3", "%C3%28", "%ED%A0%80", "%FF"})
  void malformedIsNothing(String encoded) {
    assertThat(PercentCode.decodePath(encoded)).isNull();
  }

  @Test
  void queryIsDecodedAndTheFirstValueCounts() {
    assertThat(PercentCode.decodeQuery("a=1&b=x+y%2B&a=2&c&=d&%zz=1&e=%zz&f=g=h&&"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", "1", "b", "x y+", "c", "", "", "d", "f", "g=h"));
    assertThat(PercentCode.decodeQuery(null)).isEmpty();
  }

  @Test
  void sizeInUtf8IsCounted() {
    for (String text : new String[] {"", "a", "ä", "€", "\uD83D\uDE00", "a€\uD83D\uDE00ä"}) {
      assertThat(Utf8.length(text))
          .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }
  }
}
