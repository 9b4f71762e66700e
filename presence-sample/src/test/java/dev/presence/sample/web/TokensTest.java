package dev.presence.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @ParameterizedTest
  @ValueSource(strings = {"ada", "u1", "a.b", "ä 漢 😀"})
  void aTokenNamesItsUser(String userId) {
    assertThat(Tokens.userOf(Tokens.make(userId))).hasValue(userId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "ada", "YWRh", "YWRh.", "YWRh.AAAA", "!.!", "a.b.c"})
  void whatWasNotMadeHereNamesNobody(String token) {
    assertThat(Tokens.userOf(token)).isEmpty();
  }

  @Test
  void aSignatureIsGoodForItsOwnUserOnly() {
    String signatureOfAda = Tokens.make("ada").split("\\.")[1];
    String bob = Tokens.make("bob").split("\\.")[0];
    assertThat(Tokens.userOf(bob + "." + signatureOfAda)).isEmpty();
  }
}
