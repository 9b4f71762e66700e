package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Content;
import dev.presence.store.FeedMessage.Draining;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Texts are put together here as the scripts do it. */
class FeedTextTest {

  private static final List<String> HOSTILE =
      List.of(
          "ada",
          "3:ada",
          "1C",
          " ",
          ":",
          "0",
          "12:",
          "a\nb",
          "a\u0000b",
          "\u00e9",
          "\ud83d\ude00",
          "\u4f60:\u597d 1 ",
          "x".repeat(128));

  private static FeedMessage read(String text) {
    return FeedReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SyncRequest request(String nodeId) {
    return SyncRequest.builder("w", nodeId).from(6).to(7).leaseMillis(60_000).build();
  }

  private static StoredRecord.Builder record(String nodeId, long deadline) {
    return StoredRecord.builder(nodeId).deadline(deadline).leaseMillis(60_000).sequence(7);
  }

  @Test
  void aChangeIsReadAsItWasWritten() {
    for (String hostile : HOSTILE) {
      Map<String, String> entries = Map.of(hostile, hostile, "bob", "", "", "eve");
      Set<String> removed = Set.of(hostile, "dan");
      String text =
          "1C1700000000000 5 0 "
              + FeedText.recordPart(request(hostile))
              + FeedText.changePart(6, Content.DIFFERENCE, entries, removed);
      StoredRecord record = record(hostile, 1_700_000_000_000L).users(5).build();
      assertThat(read(text)).isEqualTo(Changed.difference(record, 6, entries, removed));
    }
  }

  @Test
  void everyKindOfContentIsReadAsItWasWritten() {
    StoredRecord record = record("n", 1).draining(true).build();
    assertThat(readContent(Content.DIFFERENCE))
        .isEqualTo(Changed.difference(record, 0, Map.of(), Set.of()));
    assertThat(readContent(Content.WHOLE)).isEqualTo(Changed.whole(record, Map.of()));
    assertThat(readContent(Content.NOTHING)).isEqualTo(Changed.nothing(record));
  }

  private static FeedMessage readContent(Content content) {
    return read(
        "1C1 0 1 "
            + FeedText.recordPart(request("n"))
            + FeedText.changePart(0, content, Map.of(), Set.of()));
  }

  @Test
  void departuresAreReadAsTheyWereWritten() {
    for (String hostile : HOSTILE) {
      assertThat(read("1L9 5 1 " + FeedText.recordPart(request(hostile))))
          .isEqualTo(Draining.of(record(hostile, 9).users(5).draining(true).build()));
      assertThat(read("1G9007199254740991 " + FeedText.nodePart(hostile)))
          .isEqualTo(Gone.of(hostile, 9_007_199_254_740_991L));
    }
  }

  @Test
  void registersAreReadAsTheScriptWritesThem() {
    assertThat(read("1S0:3:s 12 3:ada28:ended 5 0: status 10 4:away 2:\u00e913:status 20 0: "))
        .isEqualTo(
            RegistersSet.of(
                "", "s 1", Map.of("ada", acts(true, 10, 5), "\u00e9", acts(false, 20, 0))));
  }

  @Test
  void versionsAndKindsOfTheFutureAreIgnored() {
    assertThat(read("2C whatever this will be")).isNull();
    assertThat(read("1Z whatever this will be")).isNull();
  }

  @Test
  void whatALaterVersionAppendsIsIgnored() {
    String record = FeedText.recordPart(request("n"));
    String change = FeedText.changePart(6, Content.WHOLE, Map.of("ada", "x"), Set.of("bob"));
    for (String message :
        List.of(
            "1C1 1 0 " + record + change,
            "1L1 1 1 " + record,
            "1G7 " + FeedText.nodePart("n"),
            "1S0:3:s 12 3:ada28:ended 5 0: status 10 4:away 2:\u00e913:status 20 0: ")) {
      assertThat(read(message + "9:more 17 of it")).isNotNull().isEqualTo(read(message));
    }
  }

  @Test
  void contentsOfTheFutureAreIgnored() {
    String record = FeedText.recordPart(request("n"));
    assertThat(read("1C1 1 0 " + record + "6 Z whatever this will be")).isNull();
  }

  @Test
  void theWallOffsetIsReadAsItWasWritten() {
    SyncRequest request =
        SyncRequest.builder("w", "n").to(7).leaseMillis(60_000).wallOffset(-7_500).build();
    assertThat(((Draining) read("1L9 5 1 " + FeedText.recordPart(request))).record().wallOffset())
        .isEqualTo(-7_500);
  }

  @Test
  void damagedMessagesAreNotTakenForOthers() {
    String whole =
        "1C1 1 0 "
            + FeedText.recordPart(request("node"))
            + FeedText.changePart(6, Content.WHOLE, Map.of("ada", "x"), Set.of());
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(RuntimeException.class);
    }
  }
}
