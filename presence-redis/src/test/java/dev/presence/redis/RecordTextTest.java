package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServers;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.StoredRecord;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {

  private static final StoredRecord RECORD =
      StoredRecord.builder("n")
          .deadline(1_700_000_000_000L)
          .leaseMillis(60_000)
          .sequence(7)
          .users(5)
          .draining(true)
          .wallOffset(-7_500)
          .build();

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
        .isEqualTo(RECORD.toBuilder().draining(false).wallOffset(0).build());
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
  void registersAreReadAsTheyWereWritten() {
    Registers registers =
        acts(true, 10, 5).merge(Registers.of(Register.of("note", 7, "a: b \u00e9\ud83d\ude00 5:")));
    assertThat(RegisterText.parse(RegisterText.of(registers))).isEqualTo(registers);
    assertThat(RegisterText.of(acts(true, 10, 5))).isEqualTo("ended 5 0: status 10 4:away ");
    assertThat(List.of("status", "status 10", "status 10 4:away", "status 10 5:away ", "a -1 0: "))
        .allSatisfy(text -> assertThat(RegisterText.parse(text)).isNull());
  }
}
