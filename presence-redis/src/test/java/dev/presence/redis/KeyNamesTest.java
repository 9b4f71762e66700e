package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyNamesTest {

  /**
   * Each could break out of the tag, or meet another, in names that are put together carelessly.
   */
  private static final List<String> HOSTILE =
      List.of(
          "acme",
          "{acme}",
          "acme}",
          "a}{b",
          "}:nodes",
          "acme:nodes",
          "acme:node:n",
          "acme:registers",
          "a%7Db",
          "a}b",
          "%",
          "%25",
          " acme",
          "a\u0000b",
          "a\r\nb",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "*",
          "[a]");

  @Test
  void namesAreAsTheDocumentationSays() {
    KeyNames names = KeySpace.DEFAULT.of("acme");
    assertThat(names.nodes()).isEqualTo("presence:{acme}:nodes");
    assertThat(names.node("n-1")).isEqualTo("presence:{acme}:node:n-1");
    assertThat(names.staged("n-1", 42)).isEqualTo("presence:{acme}:node:n-1:42");
    assertThat(names.registers()).isEqualTo("presence:{acme}:registers");
    assertThat(names.channel()).isEqualTo("presence:{acme}");
  }

  @Test
  void whatIsNotPlainIsEncodedByteByByte() {
    assertThat(KeySpace.DEFAULT.of("a{b}:%\u00e9\n").channel())
        .isEqualTo("presence:{a%7Bb%7D%3A%25%C3%A9%0A}");
    assertThat(KeySpace.DEFAULT.of("A-b._~9").channel()).isEqualTo("presence:{A-b._~9}");
  }

  @Test
  void allNamesOfAWorkspaceAreInOneSlotWhateverItsId() {
    assertThat(HOSTILE)
        .allSatisfy(
            id ->
                assertThat(HOSTILE.stream().flatMap(node -> namesOf(KeySpace.DEFAULT.of(id), node)))
                    .allSatisfy(
                        name ->
                            assertThat(SlotHash.getSlot(name))
                                .isEqualTo(SlotHash.getSlot(KeySpace.DEFAULT.of(id).channel()))));
  }

  @Test
  void noTwoThingsShareAName() {
    List<String> names =
        HOSTILE.stream()
            .map(KeySpace.DEFAULT::of)
            .flatMap(
                workspace ->
                    Stream.concat(
                        Stream.of(workspace.nodes(), workspace.registers(), workspace.channel()),
                        HOSTILE.stream()
                            .flatMap(
                                node ->
                                    Stream.of(
                                        workspace.node(node),
                                        workspace.staged(node, 1),
                                        workspace.staged(node, 11)))))
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void textThatUtf8CannotCarryIsRefused() {
    for (String id : List.of("\ud83d", "\ude00", "a\ude00\ud83d", "\ud83d\ud83d\ude00")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KeySpace.DEFAULT.of(id))
          .withMessageContaining("unpaired surrogate");
      assertThatIllegalArgumentException().isThrownBy(() -> KeySpace.DEFAULT.of("a").node(id));
      assertThatIllegalArgumentException().isThrownBy(() -> new Arguments().text(id));
    }
  }

  private static Stream<String> namesOf(KeyNames workspace, String nodeId) {
    return Stream.of(
        workspace.nodes(),
        workspace.registers(),
        workspace.node(nodeId),
        workspace.staged(nodeId, 1),
        workspace.channel());
  }
}
