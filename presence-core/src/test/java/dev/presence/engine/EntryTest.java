package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Activity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

  @Test
  void anEntryIsReadAsItWasWritten() {
    long[] times = {0, 1, 1_700_000_000_000L, Long.MAX_VALUE, -1};
    for (Activity activity : Activity.values()) {
      for (long since : times) {
        for (long connectedAt : times) {
          Entry entry = new Entry(activity, since, connectedAt);
          assertThat(Entry.decode(entry.encode())).isEqualTo(entry);
        }
      }
    }
  }

  @Test
  void theStoredTextStaysAsItIsForOlderNodes() {
    assertThat(new Entry(Activity.ACTIVE, 1_700_000_000_000L, 1_699_999_999_999L).encode())
        .isEqualTo("+1700000000000:1699999999999");
    assertThat(new Entry(Activity.AWAY, 5, 4).encode()).isEqualTo("-5:4");
  }

  @Test
  void whatALaterVersionAppendsIsIgnored() {
    assertThat(Entry.decode("+5:4:d=1:x")).isEqualTo(new Entry(Activity.ACTIVE, 5, 4));
    assertThat(Entry.decode("-5:4:")).isEqualTo(new Entry(Activity.AWAY, 5, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":", "+", "-", "+:", "+1", "+:1", "+1:", "1:1", "*1:1", "+a:1", "+1:b", "+1::3"
      })
  void aTextThatThisVersionDoesNotUnderstandIsNoEntry(String text) {
    assertThat(Entry.decode(text)).isNull();
  }

  @Test
  void dataOfConnectionsFollows() {
    Entry entry =
        new Entry(Activity.ACTIVE, 5, 4, List.of("{\"a:b\":\"c,d\"}", "{\"e\":\"\u00e4\"}"));
    assertThat(Entry.decode(entry.encode())).isEqualTo(entry);
    assertThat(Entry.decode(entry.encode() + ":later")).isEqualTo(entry);
    assertThat(Entry.decode("+5:4:j99,{}")).as("damaged").isNull();
    assertThat(Entry.decode("+5:4:jx,{}")).as("damaged").isNull();
    assertThat(Entry.decode("+5:4:j")).as("damaged").isNull();
  }
}
