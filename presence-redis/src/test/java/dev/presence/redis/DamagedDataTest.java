package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.ReadRequest;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredWorkspace;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.Map;
import java.util.Set;
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
    return sync(nodeId, 0, to, true, entries);
  }

  private SyncReply heartbeat(String nodeId, long sequence) {
    return sync(nodeId, sequence, sequence, false, Map.of());
  }

  private SyncReply sync(
      String nodeId, long from, long to, boolean whole, Map<String, String> entries) {
    return StoreProbe.get(
        node.store()
            .sync(
                new SyncRequest(
                    W, nodeId, 0, from, to, whole, entries, Set.of(), 60_000, 120_000, false)));
  }

  private SetReply set(String revision, Map<String, Registers> registers) {
    return StoreProbe.get(node.store().set(new SetRequest(W, revision, registers, 60_000)));
  }

  private StoredWorkspace read(ReadRequest request) {
    return StoreProbe.get(node.store().read(request));
  }

  private StoredWorkspace readPartition(String nodeId) {
    return read(new ReadRequest.Partition(W, nodeId));
  }

  private StoredWorkspace readUsers(String... userIds) {
    return read(new ReadRequest.Users(W, Set.of(userIds)));
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
    assertThat(readPartition("n").partitions()).isEmpty();
    assertThat(readUsers("ada", "bob").partitions())
        .extracting(it -> it.record().nodeId())
        .containsExactly("other");
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(whole("n", 6, Map.of("ada", "x")).known()).isTrue();
    assertThat(heartbeat("n", 6).records()).hasSize(2);
    assertThat(readPartition("n").partitions()).hasSize(1);
  }

  @Test
  void aDamagedRecordIsReplacedByStagedPages() {
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "garbage");
    StoreProbe.get(node.store().stage(new StageRequest(W, "n", 6, Map.of("ada", "y"), 120_000)));
    SyncRequest commit =
        new SyncRequest(W, "n", 0, 0, 6, true, Map.of(), Set.of(), 60_000, 120_000, false, 1, 0);
    assertThat(StoreProbe.get(node.store().sync(commit)).known()).isTrue();
    assertThat(readPartition("n").partitions().get(0).entries()).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void nobodyElseRemovesARecordThatCannotBeRead() {
    StoredRecord caller = whole("caller", 5, Map.of()).records().get(0);
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "a format of the future");
    EvictRequest eviction = new EvictRequest(W, "n", 1, "caller", caller.deadline());
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.GONE);
    assertThat(REDIS.hget(NAMES.nodes(), "n")).isEqualTo("a format of the future");
    assertThat(REDIS.hlen(NAMES.node("n"))).isEqualTo(1);
  }

  @Test
  void aNodeRemovesItsOwnDamagedRecord() {
    whole("n", 5, Map.of("ada", "x"));
    REDIS.hset(NAMES.nodes(), "n", "garbage");
    EvictRequest eviction = new EvictRequest(W, "n", 1, "n", 1);
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.GONE);
    assertThat(REDIS.keys("*")).isEmpty();
  }

  @Test
  void aCallerWhoseRecordIsDamagedGetsNoVerdict() {
    StoredRecord seen = whole("n", 5, Map.of("ada", "x")).records().get(0);
    whole("caller", 5, Map.of());
    REDIS.hset(NAMES.nodes(), "caller", "garbage");
    EvictRequest eviction = new EvictRequest(W, "n", seen.deadline(), "caller", 1);
    assertThat(StoreProbe.get(node.store().evict(eviction)).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aPartitionKeyOfAnotherTypeIsReplacedByItsNode() {
    whole("n", 5, Map.of("ada", "x"));
    replaceByText(NAMES.node("n"));
    assertThat(readPartition("n").partitions()).isEmpty();
    assertThat(readUsers("ada").partitions()).isEmpty();
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(whole("n", 6, Map.of("ada", "y")).known()).isTrue();
    assertThat(readPartition("n").partitions().get(0).entries()).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void aStagingKeyOfAnotherTypeIsReplaced() {
    replaceByText(NAMES.staged("n", 6));
    StoreProbe.get(node.store().stage(new StageRequest(W, "n", 6, Map.of("ada", "y"), 120_000)));
    assertThat(REDIS.hgetall(NAMES.staged("n", 6))).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void aKeyOfRecordsOfAnotherTypeIsReplacedByTheFirstNode() {
    whole("n", 5, Map.of("ada", "x"));
    replaceByText(NAMES.nodes());
    assertThat(heartbeat("n", 5).known()).isFalse();
    assertThat(readPartition("n").partitions()).isEmpty();
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
    assertThat(read(new ReadRequest.AllRegisters(W)).registers()).isEmpty();
    assertThat(readUsers("ada").partitions()).hasSize(1);
    assertThat(set("first", Map.of("ada", AWAY))).isEqualTo(new SetReply("", "first"));
    assertThat(read(new ReadRequest.AllRegisters(W)).registers()).isEqualTo(Map.of("ada", AWAY));
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
    assertThat(read(new ReadRequest.AllRegisters(W)).registers()).isEqualTo(Map.of("bob", AWAY));
    assertThat(readUsers("ada", "bob").registers()).isEqualTo(Map.of("bob", AWAY));
    assertThat(set("second", Map.of("ada", AWAY, "bob", AWAY)).after()).isEqualTo("second");
    assertThat(read(new ReadRequest.AllRegisters(W)).registers())
        .isEqualTo(Map.of("ada", AWAY, "bob", AWAY));
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
    assertThat(read(new ReadRequest.AllRegisters(W)).registers()).isEqualTo(Map.of("ada", merged));
    StoreProbe.await().until(() -> !heard.messages().isEmpty());
    assertThat(heard.messages())
        .containsExactly(new RegistersSet("first", "second", Map.of("ada", merged)));
  }

  @Test
  void aLostRevisionIsReplacedByTheNextCall() {
    set("first", Map.of("ada", AWAY));
    REDIS.hdel(NAMES.registers(), "");
    assertThat(read(new ReadRequest.AllRegisters(W)).registers()).isEqualTo(Map.of("ada", AWAY));
    assertThat(set("second", Map.of("bob", AWAY))).isEqualTo(new SetReply("", "second"));
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
    assertThat(readPartition("n").partitions()).hasSize(1);
    assertThat(heartbeat("n", 5).known()).isTrue();
  }

  @Test
  void aRecordOfAnEarlierVersionIsKnown() {
    whole("n", 5, Map.of("ada", "x"));
    String stored = REDIS.hget(NAMES.nodes(), "n");
    REDIS.hset(NAMES.nodes(), "n", stored.substring(0, stored.lastIndexOf(' ')));
    assertThat(readPartition("n").partitions()).hasSize(1);
    assertThat(heartbeat("n", 5).known()).isTrue();
  }
}
