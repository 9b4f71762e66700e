package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.spi.Claim;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.FeedMessage.Changed;
import dev.presence.spi.FeedMessage.Content;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredWorkspace;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.util.HashMap;
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

/** Calls that take several scripts, with others in between. */
class LargeCallsTest {

  private static final RedisServer SERVER = RedisServers.start();
  private static final String W = "large";

  private Loop loop;
  private OneServer server;
  private HeldCommands held;
  private SyncCalls late;
  private SyncCalls syncs;
  private ReadCalls reads;

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void open() {
    SERVER.tell("FLUSHALL");
    loop = new Loop();
    FeedHub hub = new FeedHub(loop);
    server = new OneServer(new UriDialer(client(), RedisAddresses.one(SERVER.uri())), loop, hub);
    hub.listenTo(server);
    StoreProbe.await().until(() -> StoreProbe.succeeds(server.time()));
    held = new HeldCommands(server);
    late = new SyncCalls(held);
    syncs = new SyncCalls(server);
    reads = new ReadCalls(server);
  }

  private static io.lettuce.core.RedisClient client() {
    return OwnClients.client(OwnClients.resources());
  }

  @AfterEach
  void close() {
    server.close();
    loop.close();
  }

  private static Map<String, String> users(int count, String entry) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "user " + i, i -> entry));
  }

  private static SyncRequest whole(long to, Map<String, String> entries) {
    return request(0, to, true, entries, Set.of());
  }

  private static SyncRequest change(
      long from, long to, Map<String, String> entries, Set<String> removed) {
    return request(from, to, false, entries, removed);
  }

  private static SyncRequest request(
      long from, long to, boolean whole, Map<String, String> entries, Set<String> removed) {
    return new SyncRequest(W, "n", 0, from, to, whole, entries, removed, 60_000, 120_000, false);
  }

  private SyncReply sync(SyncRequest request) {
    return StoreProbe.get(syncs.sync(request));
  }

  private StoredPartition partition() {
    StoredWorkspace read = StoreProbe.get(reads.read(new ReadRequest.Partition(W, "n")));
    assertThat(read.partitions()).hasSize(1);
    return read.partitions().get(0);
  }

  @Test
  void aWholePartitionIsInvisibleUntilAllPagesAreThere() {
    sync(whole(5, users(10, "old")));
    CompletionStage<SyncReply> writing = late.sync(whole(6, users(1_200, "new")));
    held.release();
    held.release();
    assertThat(partition().entries()).isEqualTo(users(10, "old"));
    held.releaseAll();
    assertThat(StoreProbe.get(writing).known()).isTrue();
    assertThat(partition().entries()).isEqualTo(users(1_200, "new"));
    assertThat(Redis.one(SERVER.uri()).keys("*")).hasSize(2);
  }

  @Test
  void aWholePartitionOfWhichAPageWasLostIsRefused() {
    sync(whole(5, users(10, "old")));
    CompletionStage<SyncReply> writing = late.sync(whole(6, users(1_200, "new")));
    held.release();
    held.release();
    held.release();
    SERVER.tell("DEL " + new KeyNames(W).page("n", 6));
    held.releaseAll();
    assertThatThrownBy(() -> StoreProbe.get(writing)).hasMessageContaining("pages");
    assertThat(partition().entries()).isEqualTo(users(10, "old"));
  }

  @Test
  void aPartitionThatIsReadWhileItChangesFitsWhatTheFeedTells() {
    sync(whole(5, users(3_000, "old")));
    CompletionStage<StoredWorkspace> reading =
        new ReadCalls(held).read(new ReadRequest.Partition(W, "n"));
    held.release();
    held.release();
    sync(change(5, 6, users(100, "new"), Set.of("user 200", "user 201")));
    sync(change(6, 7, Map.of("late", "new"), Set.of()));
    held.releaseAll();
    StoredPartition read = StoreProbe.get(reading).partitions().get(0);
    assertThat(read.record().sequence()).isEqualTo(5);
    Map<String, String> after = new HashMap<>(read.entries());
    after.putAll(users(100, "new"));
    after.keySet().removeAll(Set.of("user 200", "user 201"));
    after.put("late", "new");
    assertThat(after).isEqualTo(partition().entries());
  }

  @Test
  void aPartitionThatIsRemovedWhileItIsReadIsLeftOut() {
    sync(whole(5, users(3_000, "old")));
    CompletionStage<StoredWorkspace> reading =
        new ReadCalls(held).read(new ReadRequest.Partition(W, "n"));
    held.release();
    SERVER.tell("FLUSHALL");
    held.releaseAll();
    assertThat(StoreProbe.get(reading).partitions()).isEmpty();
  }

  @Test
  void manyClaimsAreMadeUnderAStampEach() {
    ClaimCalls claims = new ClaimCalls(server);
    assertThat(StoreProbe.get(claims.claim(claim("many", 1_200))))
        .isEqualTo(new ClaimReply("", "many"));
    StoredWorkspace read = StoreProbe.get(reads.read(new ReadRequest.Claims(W)));
    assertThat(read.claims()).hasSize(1_200);
    assertThat(read.claimsStamp()).isEqualTo("many");
  }

  @Test
  void whoClaimsInBetweenIsNotMissed() {
    CompletionStage<ClaimReply> claiming = new ClaimCalls(held).claim(claim("many", 1_200));
    held.release();
    held.release();
    ClaimRequest late = new ClaimRequest(W, "other", Map.of("late", new Claim(true, 1, 0)), 60_000);
    ClaimReply other = StoreProbe.get(new ClaimCalls(server).claim(late));
    assertThat(other.before()).isEqualTo("many/2");
    held.releaseAll();
    assertThat(StoreProbe.get(claiming)).isEqualTo(new ClaimReply("other", "many"));
  }

  private static ClaimRequest claim(String stamp, int users) {
    Map<String, Claim> claims = new HashMap<>();
    users(users, "").keySet().forEach(user -> claims.put(user, new Claim(true, users, 0)));
    return new ClaimRequest(W, stamp, claims, 60_000);
  }

  @Test
  void aLargePartitionIsToldOnceAndWithoutItsUsers() {
    Heard heard = new Heard();
    try (StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(SERVER.uri()))) {
      node.subscribe(W, heard);
      sync(whole(6, users(1_200, "new")));
      sync(change(6, 7, Map.of("end", "x"), Set.of()));
      StoreProbe.await().until(() -> heard.messages().size() >= 2);
      List<FeedMessage> told = heard.messages();
      assertThat(told).hasSize(2);
      assertThat(((Changed) told.get(0)).content()).isEqualTo(Content.NOTHING);
      assertThat(((Changed) told.get(0)).record().users()).isEqualTo(1_200);
    }
  }
}
