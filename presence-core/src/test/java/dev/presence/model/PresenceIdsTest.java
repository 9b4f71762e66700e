package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceIdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " a ",
        "ada@example.com",
        "__proto__",
        "{acme}",
        "a:b*c%d",
        "Ädä",
        "\uD83D\uDE00"
      })
  void anIdIsTakenExactlyAsItIs(String id) {
    assertThat(PresenceIds.require("userId", id)).isSameAs(id);
    assertThat(PresenceIds.isValid(id)).isTrue();
  }

  @Test
  void anIdMayBeAsLongAsTheLimitAndNoLonger() {
    String longest = "x".repeat(PresenceIds.MAX_LENGTH);
    assertThat(PresenceIds.isValid(longest)).isTrue();
    assertThatThrownBy(() -> PresenceIds.require("userId", longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("129")
        .hasMessageContaining("128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\u2003"})
  void aBlankIdIsRefused(String id) {
    assertThatThrownBy(() -> PresenceIds.require("workspaceId", id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("workspaceId is blank");
    assertThat(PresenceIds.isValid(id)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "a\u007fb", "a\u0085b"})
  void controlCharactersAreRefusedWithTheirPlace(String id) {
    assertThatThrownBy(() -> PresenceIds.require("userId", id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control character U+")
        .hasMessageContaining("at 1");
  }

  @Test
  void unpairedSurrogatesAreRefused() {
    String high = String.valueOf((char) 0xD83D);
    String low = String.valueOf((char) 0xDE00);
    for (String id :
        new String[] {high, low, "a" + high, high + "a", low + high, high + high + low}) {
      assertThatThrownBy(() -> PresenceIds.require("userId", id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unpaired surrogate");
    }
  }
}
