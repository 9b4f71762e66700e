package dev.presence.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.PartitionPage;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.StorePage;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredUsers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reads promise, and that nothing is mixed up by strange ids. */
abstract class ReadPromises extends StorePromises {

  /** Each differs from the others only by what a careless key or pattern would swallow. */
  private static final List<String> STRANGE_IDS =
      List.of(
          "a",
          "A",
          " a",
          "a ",
          "a:b",
          "a:nodes",
          "a:node:a",
          "a:registers",
          "{a}",
          "a}{b",
          "a%b",
          "%61",
          "a%3Ab",
          "a*",
          "a?",
          "[a]",
          "a\\b",
          "a\"b",
          "a'b",
          "a,b",
          "a b",
          "a\u00a0b",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "\ud83d\ude01",
          "\u4f60\u597d",
          "0",
          "00",
          "-1",
          "__proto__",
          "null",
          "x".repeat(128));

  ReadPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aPartitionIsReadWithItsRecord() {
    StoredRecord record = applied(whole("n", 5).put("ada", "x").put("bob", "y"));
    applied(whole("other", 5).put("eve", "z"));
    assertThat(readPartition("n"))
        .isEqualTo(StoredPartition.of(record, Map.of("ada", "x", "bob", "y")));
  }

  @Test
  void aPartitionThatIsNotThereIsLeftOut() {
    applied(whole("other", 5).put("ada", "x"));
    assertThat(readPartition("n")).isNull();
  }

  @Test
  void aPartitionThatLostItsEntriesIsLeftOut() {
    applied(whole("n", 5).put("ada", "x"));
    contract.losePartition(workspace(), "n");
    assertThat(readPartition("n")).isNull();
  }

  @Test
  void aPartitionIsReadAfterItsDeadlineToo() {
    applied(whole("n", 5).put("ada", "x").lease(Duration.ofMillis(20)));
    contract.letPass(Duration.ofMillis(30));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void usersAreReadFromAllNodesWithTheirRegisters() {
    StoredRecord one = applied(whole("one", 5).put("ada", "1").put("bob", "1").put("eve", "1"));
    StoredRecord two = applied(whole("two", 7).put("ada", "2").put("eve", "2"));
    Registers away = acts(true, 10, 0);
    set("first", Map.of("bob", away, "eve", away));
    StoredUsers read = readUsers("ada", "bob", "nobody");
    assertThat(entriesByNode(read))
        .isEqualTo(Map.of("one", Map.of("ada", "1", "bob", "1"), "two", Map.of("ada", "2")));
    assertThat(read.partitions()).extracting(StoredPartition::record).contains(one, two);
    assertThat(read.registers()).isEqualTo(Map.of("bob", away));
  }

  @Test
  void usersReadLeavesOutNodesWhoseDeadlineIsOver() {
    applied(whole("over", 5).put("ada", "x").lease(Duration.ofMillis(20)));
    applied(whole("alive", 5).put("ada", "y"));
    contract.letPass(Duration.ofMillis(30));
    assertThat(entriesByNode(readUsers("ada"))).isEqualTo(Map.of("alive", Map.of("ada", "y")));
  }

  @Test
  void readingUsersOfAnEmptyWorkspaceFindsNothing() {
    StoredUsers read = readUsers("ada");
    assertThat(read.partitions()).isEmpty();
    assertThat(read.registers()).isEmpty();
  }

  @Test
  void fiveHundredUsersAreReadAtOnce() {
    Map<String, String> users = users(500);
    applied(staged("n", 5, users(1_200)));
    StoredUsers read = readUsers(users.keySet().toArray(String[]::new));
    assertThat(entriesByNode(read)).isEqualTo(Map.of("n", users));
  }

  @Test
  void aLargePartitionIsReadCompletely() {
    Map<String, String> many = users(12_000);
    StoredRecord record = applied(staged("n", 5, many));
    assertThat(readPartition("n")).isEqualTo(StoredPartition.of(record, many));
  }

  @Test
  void whoStaysWhilePagesAreReadIsOnOneOfThem() {
    applied(staged("n", 5, users(12_000)));
    PartitionPage page = readPage("n", StorePage.FIRST);
    StoredRecord after = applied(change("n", 5, 6).remove("user-0", "user-11999").put("ada", "x"));
    Map<String, String> found = new HashMap<>(requireNonNull(page.partition()).entries());
    while (page.next() != null) {
      page = readPage("n", page.next());
      StoredPartition part = requireNonNull(page.partition());
      assertThat(part.record()).isEqualTo(after);
      found.putAll(part.entries());
    }
    Map<String, String> stayed = new HashMap<>(users(11_999));
    stayed.remove("user-0");
    assertThat(found).containsAllEntriesOf(stayed);
  }

  @Test
  void manyRegistersAreReadCompletely() {
    Map<String, Registers> all = new HashMap<>();
    for (int call = 0; call < 24; call++) {
      Map<String, Registers> some = new HashMap<>();
      for (int i = 0; i < 500; i++) {
        some.put("user-" + call + "-" + i, acts(true, call + 1, i));
      }
      set("revision " + call, some);
      all.putAll(some);
    }
    RegisterPage read = readRegisters();
    assertThat(read.registers()).isEqualTo(all);
    assertThat(read.revision()).isEqualTo("revision 23");
  }

  @Test
  void readingChangesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    contract.letPass(Duration.ofMillis(20));
    readPartition("n");
    readUsers("ada");
    readRegisters();
    assertThat(records()).containsExactly(before);
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void entriesAreOpaque() {
    Map<String, String> strange = new HashMap<>();
    strange.put("empty", "");
    strange.put("json", "{\"a\":[1,null,\"\u00e9\ud83d\ude00\"]}");
    strange.put("lines", "a\nb\r\n\tc\u0000d");
    strange.put("long", "\u00e9".repeat(10_000));
    strange.put("number", "1e400");
    applied(whole("n", 5).putAll(strange));
    assertThat(entriesOf("n")).isEqualTo(strange);
  }

  @Test
  void userIdsWithDelimitersAndUnicodeDoNotCollide() {
    Map<String, String> users = new HashMap<>();
    Map<String, Registers> registers = new HashMap<>();
    for (int i = 0; i < STRANGE_IDS.size(); i++) {
      users.put(STRANGE_IDS.get(i), "entry " + i);
      registers.put(STRANGE_IDS.get(i), acts(true, i + 1, i));
    }
    applied(whole("n", 5).putAll(users));
    set("first", registers);
    assertThat(entriesOf("n")).isEqualTo(users);
    assertThat(readRegisters().registers()).isEqualTo(registers);
    StoredUsers read = readUsers(STRANGE_IDS.toArray(String[]::new));
    assertThat(entriesByNode(read)).isEqualTo(Map.of("n", users));
    assertThat(read.registers()).isEqualTo(registers);
  }

  @Test
  void nodeIdsWithDelimitersAndUnicodeDoNotCollide() {
    STRANGE_IDS.forEach(nodeId -> applied(whole(nodeId, 5).put("ada", "from " + nodeId)));
    assertThat(records())
        .extracting(StoredRecord::nodeId)
        .containsExactlyInAnyOrderElementsOf(STRANGE_IDS);
    assertThat(STRANGE_IDS)
        .allSatisfy(
            nodeId -> assertThat(entriesOf(nodeId)).isEqualTo(Map.of("ada", "from " + nodeId)));
  }

  @Test
  void workspaceIdsWithDelimitersAndUnicodeDoNotCollide() {
    String base = workspace().substring(workspace().length() - 20);
    for (String id : STRANGE_IDS) {
      inWorkspace(shortened(base + id));
      applied(whole("n", 5).put("ada", id));
      set(id, Map.of("ada", acts(true, 10, 0)));
    }
    for (String id : STRANGE_IDS) {
      inWorkspace(shortened(base + id));
      assertThat(entriesOf("n")).isEqualTo(Map.of("ada", id));
      assertThat(readRegisters().revision()).isEqualTo(id);
    }
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(128, id.length()));
  }

  private static Map<String, Map<String, String>> entriesByNode(StoredUsers read) {
    Map<String, Map<String, String>> byNode = new HashMap<>();
    for (StoredPartition partition : read.partitions()) {
      if (!partition.entries().isEmpty()) {
        byNode.put(partition.record().nodeId(), partition.entries());
      }
    }
    return byNode;
  }
}
