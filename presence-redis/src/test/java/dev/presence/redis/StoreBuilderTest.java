package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreBuilderTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a:b",
        "{a}",
        "a*",
        "a[b]",
        "a\nb",
        "\u00e9",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void namespaceThatIsNotAllowedIsRefusedAtOnce(String namespace) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.builder().namespace(namespace))
        .withMessageStartingWith("namespace was ")
        .withMessageContaining(
            namespace == null ? "null" : "\"" + namespace.replace('\n', '?') + "\"")
        .withMessageContaining("allowed are 1 to 64 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A-b._9",
        "-",
        "..",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void everyKeyAndChannelBeginsWithTheNamespace(String namespace) {
    KeyNames names = new KeySpace(namespace).of("acme");
    assertThat(names.channel()).isEqualTo(namespace + ":{acme}");
    assertThat(names.nodes()).isEqualTo(namespace + ":{acme}:nodes");
    assertThat(names.registers()).isEqualTo(namespace + ":{acme}:registers");
    assertThat(names.node("n")).isEqualTo(namespace + ":{acme}:node:n");
    assertThat(names.staged("n", 1)).isEqualTo(namespace + ":{acme}:node:n:1");
  }

  @Test
  void storeWithoutAnAddressIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.builder().namespace("a").build())
        .withMessageContaining("no address")
        .withMessageContaining("uri(\"redis://host:6379\")");
  }

  @Test
  void storeWithTwoSourcesIsRefusedWhateverTheirOrder() {
    RedisClient client = RedisClient.create("redis://127.0.0.1:1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RedisPresenceStore.builder()
                    .clusterUris("redis://127.0.0.1:1", "redis://127.0.0.1:2")
                    .uri("redis://user:secret@127.0.0.1:1")
                    .build())
        .withMessageContaining("given clusterUris and uri; give exactly one")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RedisPresenceStore.builder().client(client).uri("redis://127.0.0.1:1").build())
        .withMessageContaining("given client and uri");
    client.shutdown();
  }

  @Test
  void severalHostsInOneUriPointToClusterUris() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.create("redis://one:1,two:2"))
        .withMessageContaining("clusterUris");
  }
}
