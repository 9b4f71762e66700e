package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServers;
import dev.presence.spi.Claim;
import dev.presence.spi.StoredRecord;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {

  private static final StoredRecord RECORD =
      new StoredRecord("n", 1_700_000_000_000L, 60_000, 7, 5, true, -7_500);

  @Test
  void aRecordIsReadWithItsWallOffset() {
    assertThat(RecordText.parse("n", "1700000000000 60000 7 5 1 -7500")).isEqualTo(RECORD);
  }

  @Test
  void whatALaterVersionAppendsIsIgnored() {
    assertThat(RecordText.parse("n", "1700000000000 60000 7 5 1 -7500 x -1 ")).isEqualTo(RECORD);
  }

  @Test
  void aRecordWithoutAWallOffsetHasNone() {
    assertThat(RecordText.parse("n", "1700000000000 60000 7 5 0"))
        .isEqualTo(new StoredRecord("n", 1_700_000_000_000L, 60_000, 7, 5, false));
  }

  @Test
  void theLargestNumbersOfScriptsAreRead() {
    assertThat(RecordText.parse("n", "9007199254740991 1 9007199254740991 0 0")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        " ",
        "1 2 3 4",
        "1 2 3 4 ",
        "1 2 3 4 2",
        "1 2 3 4 0x",
        "1x 2 3 4 0",
        "-1 2 3 4 0",
        "+1 2 3 4 0",
        "-0 2 3 4 0",
        "\u0661 2 3 4 0",
        "1.5 2 3 4 0",
        "1  2 3 4 0",
        " 1 2 3 4 0",
        "9007199254740992 2 3 4 0",
        "1 2 99999999999999999999999 4 0"
      })
  void scriptsAndJavaCannotReadTheSameTexts(String text) throws IOException {
    assertThat(RecordText.parse("n", text)).isNull();
    assertThat(scriptReads(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2 3 4 0", "1 2 3 4 1 -5", "0 0 0 0 0 0 tail", "1 2 3 4 1 5 "})
  void scriptsAndJavaReadTheSameTexts(String text) throws IOException {
    assertThat(RecordText.parse("n", text)).isNotNull();
    assertThat(scriptReads(text)).isTrue();
  }

  private static boolean scriptReads(String text) throws IOException {
    String script = source("base.lua") + source("record.lua") + "return parse(ARGV[1]) and 1 or 0";
    Long reads =
        Redis.one(RedisServers.shared())
            .eval(script, ScriptOutputType.INTEGER, new String[0], text);
    return reads == 1;
  }

  private static String source(String file) throws IOException {
    try (var in = Script.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void claimsOfALaterVersionAreRead() {
    assertThat(ClaimText.parse("1 10 5 more of it")).isEqualTo(new Claim(true, 10, 5));
    assertThat(List.of("", "1", "1 10", "2 10 5", "1 x 5", "1 10 -5"))
        .allSatisfy(text -> assertThat(ClaimText.parse(text)).isNull());
  }
}
