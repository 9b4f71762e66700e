package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StorePage;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operation does with data that it cannot read. */
class DamagedDataTest {

  private static final RedisServer SERVER = RedisServers.start();
  private static final RedisClusterCommands<String, String> REDIS = Redis.one(SERVER.uri());
  private static final String W = "damaged";
  private static final KeyNames NAMES = KeySpace.DEFAULT.of(W);
  private static final Registers AWAY = acts(true, 10, 0);

  private StoreProbe node;

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void open() {
    SERVER.tell("FLUSHALL");
    node = StoreProbe.connected(RedisPresenceStore.create(SERVER.uri()));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private SyncReply whole(String nodeId, long to, Map<String, String> entries) {
    return StoreProbe.get(
        node.store()
            .replace(
                ReplaceRequest.builder(W, nodeId)
                    .to(to)
                    .entries(entries)
                    .leaseMillis(60_000)
                    .keepMillis(120_000)
                    .build()));
  }

  private SyncReply heartbeat(String nodeId, long sequence) {
    return StoreProbe.get(
        node.store()
            .sync(
                SyncRequest.builder(W, nodeId)
                    .from(sequence)
                    .to(sequence)
                    .leaseMillis(60_000)
                    .keepMillis(120_000)
                    .build()));
  }

  private SetReply set(String revision, Map<String, Registers> registers) {
    return StoreProbe.get(node.store().set(SetRequest.of(W, revision, registers, 60_000)));
  }

  private @Nullable StoredPartition readPartition(String nodeId) {
    return StoreProbe.get(node.store().readPartition(W, nodeId, StorePage.FIRST)).partition();
  }

  private StoredUsers readUsers(String... userIds) {
    return StoreProbe.get(node.store().readUsers(W, Set.of(userIds)));
  }

  private Map<String, Registers> readRegisters() {
    return StoreProbe.get(node.store().readRegisters(W, StorePage.FIRST)).registers();
  }

  private static void replaceByText(String key) {
    REDIS.del(key);
    REDIS.set(key, "something");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "garbage", "17x 60000 5 1 0", "1 2 3", "1 60000 5 99999999999999999999 0"})
  void aDamagedRecordIsSkippedAndRepairedByItsNode(String damage) {
    whole("n", 5, Map.of("ada", "x"));
    whole("other", 5, Map.of("bob", "x"));
    REDIS.hset(NAMES.nodes(), "n", damage);
    SyncReply seen = heartbeat("other", 5);
    assertThat(seen.known()).isTrue();
    assertThat(seen.records()).extracting(StoredRecord::nodeId).containsExactly("other");
    assertThat(readPartition("n")).isNull();
    assertThat(readUsers("ada", "bob").partitions())
        .extracting(it -> it.record().nodeId())
        .containsExactly("other");
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(whole("n", 6, Map.of("ada", "x")).known()).isTrue();
    assertThat(heartbeat("n", 6).records()).hasSize(2);
    assertThat(readPartition("n")).isNotNull();
  }

  @Test
  void aDamagedRecordIsReplacedByStagedPages() {
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "garbage");
    StoreProbe.get(node.store().stage(StageRequest.of(W, "n", 6, Map.of("ada", "y"), 120_000)));
    ReplaceRequest commit =
        ReplaceRequest.builder(W, "n")
            .to(6)
            .staged(1)
            .leaseMillis(60_000)
            .keepMillis(120_000)
            .build();
    assertThat(StoreProbe.get(node.store().replace(commit)).known()).isTrue();
    assertThat(readPartition("n").entries()).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void noOtherNodeRemovesARecordThatCannotBeRead() {
    StoredRecord caller = whole("caller", 5, Map.of()).records().get(0);
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "a format of the future");
    EvictRequest eviction = EvictRequest.of(W, "n", 1, "caller", caller.deadline());
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.GONE);
    assertThat(REDIS.hget(NAMES.nodes(), "n")).isEqualTo("a format of the future");
    assertThat(REDIS.hlen(NAMES.node("n"))).isEqualTo(1);
  }

  @Test
  void aNodeRemovesItsOwnDamagedRecord() {
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "garbage");
    EvictRequest eviction = EvictRequest.of(W, "n", 1, "n", 1);
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.GONE);
    assertThat(REDIS.keys("*")).isEmpty();
  }

  @Test
  void aCallerWhoseRecordIsDamagedGetsNoVerdict() {
    StoredRecord seen = whole("n", 5, Map.of("ada", "x")).records().get(0);
    whole("caller", 5, Map.of());
    REDIS.hset(NAMES.nodes(), "caller", "garbage");
    EvictRequest eviction = EvictRequest.of(W, "n", seen.deadline(), "caller", 1);
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aPartitionKeyOfAnotherTypeIsReplacedByItsNode() {
    whole("n", 5, Map.of("ada", "x"));
    replaceByText(NAMES.node("n"));
    assertThat(readPartition("n")).isNull();
    assertThat(readUsers("ada").partitions()).isEmpty();
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(whole("n", 6, Map.of("ada", "y")).known()).isTrue();
    assertThat(readPartition("n").entries()).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void aStagingKeyOfAnotherTypeIsReplaced() {
    replaceByText(NAMES.staged("n", 6));
    StoreProbe.get(node.store().stage(StageRequest.of(W, "n", 6, Map.of("ada", "y"), 120_000)));
    assertThat(REDIS.hgetall(NAMES.staged("n", 6))).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void aKeyOfRecordsOfAnotherTypeIsReplacedByTheFirstNode() {
    whole("n", 5, Map.of("ada", "x"));
    replaceByText(NAMES.nodes());
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(readPartition("n")).isNull();
    assertThat(readUsers("ada").partitions()).isEmpty();
    assertThat(whole("n", 6, Map.of("ada", "y")).known()).isTrue();
    assertThat(heartbeat("n", 6).records()).hasSize(1);
  }

  @Test
  void aKeyOfRegistersOfAnotherTypeIsReplacedByTheNextCall() {
    whole("n", 5, Map.of("ada", "x"));
    replaceByText(NAMES.registers());
    SyncReply reply = heartbeat("n", 5);
    assertThat(reply.known()).isTrue();
    assertThat(reply.revision()).isEmpty();
    assertThat(readRegisters()).isEmpty();
    assertThat(readUsers("ada").partitions()).hasSize(1);
    assertThat(set("first", Map.of("ada", AWAY))).isEqualTo(SetReply.of("", "first"));
    assertThat(readRegisters()).isEqualTo(Map.of("ada", AWAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "status 10",
        "status 10 4:away",
        "status x 4:away ",
        "status 99999999999999999999 4:away ",
        "status 10 99:away ",
        "Status 10 4:away "
      })
  void damagedRegistersAreSkippedAndReplacedByTheNext(String damage) {
    whole("n", 5, Map.of("ada", "x"));
    set("first", Map.of("ada", AWAY, "bob", AWAY));
    REDIS.hset(NAMES.registers(), "ada", damage);
    assertThat(readRegisters()).isEqualTo(Map.of("bob", AWAY));
    assertThat(readUsers("ada", "bob").registers()).isEqualTo(Map.of("bob", AWAY));
    assertThat(set("second", Map.of("ada", AWAY, "bob", AWAY)).after()).isEqualTo("second");
    assertThat(readRegisters()).isEqualTo(Map.of("ada", AWAY, "bob", AWAY));
  }

  @Test
  void registersOfALaterVersionAreKept() {
    set("first", Map.of("ada", AWAY));
    REDIS.hset(NAMES.registers(), "ada", "future 3 5:a b:c status 10 4:away ");
    Heard heard = new Heard();
    node.subscribe(W, heard);
    set("second", Map.of("ada", acts(false, 5, 5)));
    assertThat(REDIS.hget(NAMES.registers(), "ada"))
        .isEqualTo("future 3 5:a b:c status 10 4:away ended 5 0: ");
    Registers merged = acts(true, 10, 5).merge(Registers.of(Register.of("future", 3, "a b:c")));
    assertThat(readRegisters()).isEqualTo(Map.of("ada", merged));
    StoreProbe.await().until(() -> !heard.messages().isEmpty());
    assertThat(heard.messages())
        .containsExactly(RegistersSet.of("first", "second", Map.of("ada", merged)));
  }

  @Test
  void aLostRevisionIsReplacedByTheNextCall() {
    set("first", Map.of("ada", AWAY));
    REDIS.hdel(NAMES.registers(), "");
    assertThat(readRegisters()).isEqualTo(Map.of("ada", AWAY));
    assertThat(set("second", Map.of("bob", AWAY))).isEqualTo(SetReply.of("", "second"));
  }

  @Test
  void malformedMessagesAreIgnoredAndLoggedOncePerMinute() {
    Heard heard = new Heard();
    node.subscribe(W, heard);
    try (CapturedLog log = new CapturedLog()) {
      for (String message : new String[] {"", "1C", "1C1 1 0 4:nod", "1S-1:", "garbage"}) {
        REDIS.spublish(NAMES.channel(), message);
      }
      whole("n", 5, Map.of("ada", "x"));
      StoreProbe.await().until(() -> heard.messages().size() == 1);
      assertThat(log.linesWith("Ignoring malformed message on channel " + NAMES.channel()))
          .hasSize(1);
    }
  }

  @Test
  void aRecordOfALaterVersionIsKnownAndKeepsItsUsers() {
    whole("n", 5, Map.of("ada", "x"));
    String stored = REDIS.hget(NAMES.nodes(), "n");
    REDIS.hset(NAMES.nodes(), "n", stored + " more");
    assertThat(readPartition("n")).isNotNull();
    assertThat(heartbeat("n", 5).known()).isTrue();
  }

  @Test
  void aRecordOfAnEarlierVersionIsKnown() {
    whole("n", 5, Map.of("ada", "x"));
    String stored = REDIS.hget(NAMES.nodes(), "n");
    REDIS.hset(NAMES.nodes(), "n", stored.substring(0, stored.lastIndexOf(' ')));
    assertThat(readPartition("n")).isNotNull();
    assertThat(heartbeat("n", 5).known()).isTrue();
  }
}
