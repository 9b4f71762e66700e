package dev.presence.redis;

import static dev.presence.redis.StoreProbe.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StorePage;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single calls in a slot that is moving. */
class MovingSlotTest {

  private static final String W = "moving";
  private static final int SLOT = SlotHash.getSlot(KeySpace.DEFAULT.of(W).channel());

  private RedisCluster cluster;
  private RedisServer from;
  private RedisServer to;
  private StoreProbe node;
  private final Heard heard = new Heard();

  @BeforeEach
  void start() {
    cluster = RedisCluster.start(0);
    from = cluster.masters().get(RedisCluster.ownerOf(SLOT));
    to = cluster.masters().get((RedisCluster.ownerOf(SLOT) + 1) % 3);
    node = StoreProbe.connected(RedisPresenceStore.builder().clusterUris(cluster.uris()).build());
    node.write(W);
    node.subscribe(W, heard);
  }

  @AfterEach
  void stop() {
    node.close();
    cluster.close();
  }

  private void setAway() {
    get(node.store().set(SetRequest.of(W, "s", Map.of("ada", Acts.acts(true, 1, 0)), 60_000)));
  }

  private Map<String, String> stored() {
    return get(node.store().readPartition(W, "n", StorePage.FIRST)).partition().entries();
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

  @Test
  void wholePartitionIsReplacedAtTheOldServer() {
    setAway();
    cluster.beginMove(SLOT, from, to);
    get(node.store().replace(whole(1_000_000, Map.of("bob", "y", "eve", "z"), 0)));
    assertThat(stored()).isEqualTo(Map.of("bob", "y", "eve", "z"));
  }

  @Test
  void wholePartitionIsReplacedAtTheOldServerWithoutManualStatuses() {
    cluster.beginMove(SLOT, from, to);
    get(node.store().replace(whole(1_000_000, Map.of("bob", "y"), 0)));
    assertThat(stored()).isEqualTo(Map.of("bob", "y"));
  }

  @Test
  void stagedPartitionIsStoredAtTheNewServer() {
    cluster.beginMove(SLOT, from, to);
    cluster.moveKeys(SLOT, from, to);
    long sequence = 1_000_000;
    get(node.store().stage(StageRequest.of(W, "n", sequence, Map.of("bob", "y"), 60_000)));
    get(node.store().replace(whole(sequence, Map.of(), 1)));
    assertThat(stored()).isEqualTo(Map.of("bob", "y"));
  }

  @Test
  void whatIsWrittenAtTheNewServerIsPublishedToSubscribersAtTheOldOne() {
    cluster.beginMove(SLOT, from, to);
    cluster.moveKeys(SLOT, from, to);
    get(node.store().replace(whole(1_000_000, Map.of("bob", "y"), 0)));
    StoreProbe.await()
        .until(
            () ->
                heard.messages().stream()
                    .anyMatch(it -> ((Changed) it).record().sequence() == 1_000_000));
    assertThat(heard.timesInterrupted()).isZero();
  }

  @Test
  void callsFollowTheSlotToServerThatHasNoneYet() {
    try (RedisServer empty = RedisServers.start("--cluster-enabled", "yes")) {
      empty.tell("CLUSTER MEET 127.0.0.1 " + from.port());
      StoreProbe.await()
          .until(
              () ->
                  Redis.one(from.uri()).clusterNodes().contains(RedisCluster.idOf(empty))
                      && Redis.one(empty.uri()).clusterInfo().contains("cluster_state:ok"));
      cluster.beginMove(SLOT, from, empty);
      cluster.moveKeys(SLOT, from, empty);
      get(node.store().replace(whole(1_000_000, Map.of("bob", "y"), 0)));
      cluster.endMove(SLOT, from, empty);
      StoreProbe.await()
          .until(() -> StoreProbe.succeeds(node.store().replace(whole(1_000_001, Map.of(), 0))));
      StoreProbe.await().until(() -> node.store().shardOf(W).id().endsWith(":" + empty.port()));
    }
  }

  /** The old server must find nothing in the way of its keys; otherwise MIGRATE fails. */
  @Test
  void nothingStandsInTheWayOfKeysThatStillMove() {
    cluster.beginMove(SLOT, from, to);
    List<String> keys = Redis.one(from.uri()).clusterGetKeysInSlot(SLOT, 10);
    assertThat(keys).hasSizeGreaterThan(1);
    from.tell("MIGRATE 127.0.0.1 " + to.port() + " " + keys.get(0) + " 0 5000");
    node.store().replace(whole(1_000_000, Map.of("bob", "y"), 0));
    setAway();
    node.store().replace(whole(1_000_001, Map.of("bob", "y"), 0));
    cluster.moveKeys(SLOT, from, to);
    cluster.endMove(SLOT, from, to);
    StoreProbe.await()
        .until(() -> StoreProbe.succeeds(node.store().replace(whole(1_000_002, Map.of(), 0))));
  }
}
