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
    return new SyncRequest("w", nodeId, 0, 6, 7, false, Map.of(), Set.of(), 60_000, 120_000, false);
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
      StoredRecord record = new StoredRecord(hostile, 1_700_000_000_000L, 60_000, 7, 5, false);
      assertThat(read(text))
          .isEqualTo(new Changed(record, 6, Content.DIFFERENCE, entries, removed));
    }
  }

  @Test
  void everyKindOfContentIsReadAsItWasWritten() {
    for (Content content : Content.values()) {
      String text =
          "1C1 0 1 "
              + FeedText.recordPart(request("n"))
              + FeedText.changePart(0, content, Map.of(), Set.of());
      assertThat(read(text))
          .isEqualTo(
              new Changed(
                  new StoredRecord("n", 1, 60_000, 7, 0, true), 0, content, Map.of(), Set.of()));
    }
  }

  @Test
  void departuresAreReadAsTheyWereWritten() {
    for (String hostile : HOSTILE) {
      assertThat(read("1L9 5 1 " + FeedText.recordPart(request(hostile))))
          .isEqualTo(new Draining(new StoredRecord(hostile, 9, 60_000, 7, 5, true)));
      assertThat(read("1G9007199254740991 " + FeedText.nodePart(hostile)))
          .isEqualTo(new Gone(hostile, 9_007_199_254_740_991L));
    }
  }

  @Test
  void registersAreReadAsTheScriptWritesThem() {
    assertThat(read("1S0:3:s 12 3:ada28:ended 5 0: status 10 4:away 2:\u00e913:status 20 0: "))
        .isEqualTo(
            new RegistersSet(
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
        new SyncRequest(
            "w", "n", 0, 6, 7, true, Map.of(), Set.of(), 60_000, 120_000, false, 0, -7_500);
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
