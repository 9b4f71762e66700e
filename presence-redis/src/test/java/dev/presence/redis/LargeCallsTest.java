package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Content;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StorePage;
import dev.presence.store.StoredPartition;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that take several script calls, with others in between. */
class LargeCallsTest {

  private static final RedisServer SERVER = RedisServers.start();
  private static final String W = "large";
  private static final int SEVERAL_PAGES = 3 * ReadCalls.PAGE;

  private final DamageLog damage = new DamageLog(KeySpace.DEFAULT, (delay, task) -> true);
  private Loop loop;
  private OneServer server;
  private SyncCalls syncs;
  private ReadCalls reads;

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void open() {
    SERVER.tell("FLUSHALL");
    loop = new Loop(new LoopThread());
    FeedHub hub = new FeedHub(loop);
    server = new OneServer(new UriDialer(client(), RedisAddresses.one(SERVER.uri())), loop, hub);
    hub.listenTo(server);
    StoreProbe.await().until(() -> StoreProbe.succeeds(server.pingServerOf("any")));
    syncs = new SyncCalls(server, KeySpace.DEFAULT, damage);
    reads = new ReadCalls(server, KeySpace.DEFAULT, damage);
  }

  private static io.lettuce.core.RedisClient client() {
    return OwnClients.client(OwnClients.resources());
  }

  @AfterEach
  void close() {
    loop.run(server::close);
    loop.close();
  }

  private static Map<String, String> users(int count, String entry) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "user " + i, i -> entry));
  }

  private static ReplaceRequest whole(long to, Map<String, String> entries, int staged) {
    return ReplaceRequest.builder(W, "n")
        .to(to)
        .entries(entries)
        .staged(staged)
        .leaseMillis(60_000)
        .keepMillis(120_000)
        .build();
  }

  private static SyncRequest change(
      long from, long to, Map<String, String> entries, Set<String> removed) {
    return SyncRequest.builder(W, "n")
        .from(from)
        .to(to)
        .entries(entries)
        .removed(removed)
        .leaseMillis(60_000)
        .keepMillis(120_000)
        .build();
  }

  private SyncReply sync(SyncRequest request) {
    return StoreProbe.get(syncs.sync(request));
  }

  private SyncReply replace(ReplaceRequest request) {
    return StoreProbe.get(syncs.replace(request));
  }

  private void stage(long to, Map<String, String> entries) {
    Batches.of(entries)
        .forEach(page -> StoreProbe.get(syncs.stage(StageRequest.of(W, "n", to, page, 120_000))));
  }

  private SyncReply syncStaged(long to, Map<String, String> entries) {
    stage(to, entries);
    return replace(whole(to, Map.of(), entries.size()));
  }

  private PartitionPage page(String page) {
    return StoreProbe.get(reads.partition(W, "n", page));
  }

  /** The entries of this page and of all that follow. */
  private Map<String, String> entriesFrom(String first) {
    Map<String, String> entries = new HashMap<>();
    for (String page = first; page != null; ) {
      PartitionPage read = page(page);
      assertThat(read.partition()).isNotNull();
      entries.putAll(read.partition().entries());
      page = read.next();
    }
    return entries;
  }

  private Map<String, String> entries() {
    return entriesFrom(StorePage.FIRST);
  }

  @Test
  void stagedPagesLeaveNothingBehind() {
    replace(whole(5, users(10, "old"), 0));
    assertThat(syncStaged(6, users(1_200, "new")).known()).isTrue();
    assertThat(entries()).isEqualTo(users(1_200, "new"));
    stage(4, users(10, "late"));
    assertThat(replace(whole(4, Map.of(), 10)).known()).isTrue();
    assertThat(Redis.one(SERVER.uri()).keys("*")).hasSize(2);
  }

  @Test
  void stagedPagesThatWereLostAreNotKnown() {
    replace(whole(5, users(10, "old"), 0));
    stage(6, users(1_200, "new"));
    SERVER.tell("DEL " + KeySpace.DEFAULT.of(W).staged("n", 6));
    assertThat(replace(whole(6, Map.of(), 1_200)).known()).isFalse();
    assertThat(entries()).isEqualTo(users(10, "old"));
  }

  @Test
  void pagesThatAreReadWhileThePartitionChangesFitWhatIsPublished() {
    syncStaged(5, users(SEVERAL_PAGES, "old"));
    PartitionPage first = page(StorePage.FIRST);
    sync(change(5, 6, users(100, "new"), Set.of("user 200", "user 201")));
    sync(change(6, 7, Map.of("late", "new"), Set.of()));
    StoredPartition partition = first.partition();
    assertThat(partition.record().sequence()).isEqualTo(5);
    Map<String, String> read = new HashMap<>(partition.entries());
    read.putAll(entriesFrom(first.next()));
    read.putAll(users(100, "new"));
    read.keySet().removeAll(Set.of("user 200", "user 201"));
    read.put("late", "new");
    assertThat(read).isEqualTo(entries());
  }

  @Test
  void eachPageCarriesTheRecordAsItIsThen() {
    syncStaged(5, users(SEVERAL_PAGES, "old"));
    PartitionPage first = page(StorePage.FIRST);
    sync(change(5, 6, Map.of("late", "new"), Set.of()));
    StoredPartition second = page(first.next()).partition();
    assertThat(second.record().sequence()).isEqualTo(6);
    assertThat(second.record().users()).isEqualTo(SEVERAL_PAGES + 1);
  }

  /** The order in which Redis scans depends on the server's process, not on the key. */
  @Test
  void pagesGoOnWhenThePartitionIsReplacedInBetween() {
    for (int fewer : new int[] {SEVERAL_PAGES - 10, 300, 20}) {
      SERVER.tell("FLUSHALL");
      syncStaged(5, users(SEVERAL_PAGES, "old"));
      PartitionPage first = page(StorePage.FIRST);
      syncStaged(6, users(fewer, "new"));
      Set<String> read = new HashSet<>(first.partition().entries().keySet());
      read.addAll(entriesFrom(first.next()).keySet());
      assertThat(read).containsAll(users(fewer, "new").keySet());
    }
  }

  @Test
  void aPartitionThatIsRemovedWhileItIsReadIsLeftOut() {
    syncStaged(5, users(SEVERAL_PAGES, "old"));
    PartitionPage first = page(StorePage.FIRST);
    SERVER.tell("FLUSHALL");
    assertThat(page(first.next()).partition()).isNull();
  }

  @Test
  void aPageOfAnotherServerProcessIsNotContinued() {
    syncStaged(5, users(SEVERAL_PAGES, "old"));
    String next = page(StorePage.FIRST).next();
    try (RedisServer restarted = RedisServers.start();
        StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(restarted.uri()))) {
      assertThat(StoreProbe.failureOf(node.store().readPartition(W, "n", next)))
          .isInstanceOf(PresenceException.class)
          .isNotInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("another Redis process")
          .hasMessageContaining("begin again with the first page");
      assertThat(StoreProbe.failureOf(node.store().readRegisters(W, next)))
          .isInstanceOf(PresenceException.class);
    }
  }

  @Test
  void textThatIsNoPageIsRefused() {
    syncStaged(5, users(SEVERAL_PAGES, "old"));
    for (String page : List.of("x", ":", "0", ":17")) {
      assertThat(StoreProbe.failureOf(reads.partition(W, "n", page)))
          .isInstanceOf(PresenceException.class);
    }
  }

  @Test
  void manyRegistersAreSetUnderARevisionEach() {
    RegisterCalls registers = new RegisterCalls(server, KeySpace.DEFAULT, damage);
    assertThat(StoreProbe.get(registers.set(set("many", 1_200))))
        .isEqualTo(SetReply.of("", "many"));
    RegisterPage read = StoreProbe.get(reads.registers(W, StorePage.FIRST));
    assertThat(read.registers()).hasSize(1_200);
    assertThat(read.revision()).isEqualTo("many");
  }

  @Test
  void whoSetsRegistersInBetweenIsNotMissed() {
    HeldCommands held = new HeldCommands(server);
    CompletionStage<SetReply> setting =
        new RegisterCalls(held, KeySpace.DEFAULT, damage).set(set("many", 1_200));
    held.release();
    held.release();
    SetRequest late = SetRequest.of(W, "other", Map.of("late", acts(true, 1, 0)), 60_000);
    SetReply other = StoreProbe.get(new RegisterCalls(server, KeySpace.DEFAULT, damage).set(late));
    assertThat(other.before()).isEqualTo("many/2");
    held.releaseAll();
    assertThat(StoreProbe.get(setting)).isEqualTo(SetReply.of("other", "many"));
  }

  private static SetRequest set(String revision, int users) {
    Map<String, Registers> registers = new HashMap<>();
    users(users, "").keySet().forEach(user -> registers.put(user, acts(true, users, 0)));
    return SetRequest.of(W, revision, registers, 60_000);
  }

  @Test
  void changesOfOneCallArePublishedWithAllTheirUsers() {
    Heard heard = new Heard();
    try (StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(SERVER.uri()))) {
      node.subscribe(W, heard);
      Map<String, String> users = users(PresenceStore.MOST_USERS, "new");
      replace(whole(5, users, 0));
      sync(change(5, 6, Map.of(), users.keySet()));
      StoreProbe.await().until(() -> heard.messages().size() >= 2);
      List<FeedMessage> told = heard.messages();
      assertThat(((Changed) told.get(0)).content()).isEqualTo(Content.WHOLE);
      assertThat(((Changed) told.get(0)).entries()).isEqualTo(users);
      assertThat(((Changed) told.get(1)).content()).isEqualTo(Content.DIFFERENCE);
      assertThat(((Changed) told.get(1)).removed()).isEqualTo(users.keySet());
    }
  }

  @Test
  void aPageHoldsAPartOfALargePartition() {
    syncStaged(5, users(2 * SEVERAL_PAGES, "old"));
    PartitionPage first = page(StorePage.FIRST);
    assertThat(first.next()).isNotNull();
    assertThat(first.partition().entries()).hasSizeLessThan(2 * SEVERAL_PAGES);
  }

  @Test
  void aLargePartitionIsPublishedOnceAndWithoutItsUsers() {
    Heard heard = new Heard();
    try (StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(SERVER.uri()))) {
      node.subscribe(W, heard);
      syncStaged(6, users(300, "new"));
      sync(change(6, 7, Map.of("end", "x"), Set.of()));
      StoreProbe.await().until(() -> heard.messages().size() >= 2);
      List<FeedMessage> told = heard.messages();
      assertThat(told).hasSize(2);
      assertThat(((Changed) told.get(0)).content()).isEqualTo(Content.NOTHING);
      assertThat(((Changed) told.get(0)).record().users()).isEqualTo(300);
    }
  }
}
