package dev.presence.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @ParameterizedTest
  @ValueSource(strings = {"ada", "u1", "a.b", "ä 漢 😀"})
  void aTokenNamesItsUser(String userId) {
    assertThat(Tokens.read(Tokens.make(userId))).hasValue(Login.of(userId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "ada", "YWRh", "YWRh.", "YWRh.AAAA", "!.!", "a.b.c"})
  void whatWasNotMadeHereNamesNobody(String token) {
    assertThat(Tokens.read(token)).isEmpty();
  }

  @Test
  void aTokenSaysWhomItsUserSees() {
    Login login = new Login("ada", List.of("bob"), true);
    assertThat(Tokens.read(Tokens.make(login))).hasValue(login);
    assertThat(login.sees("ada")).isTrue();
    assertThat(login.sees("cleo")).isFalse();
  }

  @Test
  void aSignatureIsGoodForItsOwnUserOnly() {
    String signatureOfAda = Tokens.make("ada").split("\\.")[1];
    String bob = Tokens.make("bob").split("\\.")[0];
    assertThat(Tokens.read(bob + "." + signatureOfAda)).isEmpty();
  }
}
