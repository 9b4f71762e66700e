package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static dev.presence.redis.StoreProbe.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.StoreUnavailableException;
import dev.presence.redis.servers.RedisServer;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.StoreShard;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster in which masters die and slots move. */
class RedisClusterChangeTest {

  private static final String W = "change";
  private static final int SLOT = SlotHash.getSlot(KeySpace.DEFAULT.of(W).channel());

  private RedisCluster cluster;
  private StoreProbe one;
  private StoreProbe two;
  private final Heard heard = new Heard();

  private void start(int replicasEach) {
    cluster = RedisCluster.start(replicasEach);
    one = StoreProbe.connected(RedisPresenceStore.builder().clusterUris(cluster.uris()).build());
    two = StoreProbe.connected(RedisPresenceStore.builder().clusterUris(cluster.uris()[2]).build());
    one.write(W);
    two.subscribe(W, heard);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    cluster.close();
  }

  private RedisServer home() {
    return cluster.masters().get(RedisCluster.ownerOf(SLOT));
  }

  @Test
  void afterAMasterDiedWritesAndMessagesGoOnAtItsReplica() {
    start(1);
    home().kill();
    assertGoesOn();
  }

  @Test
  void whereASlotMovesWritesAndMessagesGo() {
    start(0);
    RedisServer from = home();
    RedisServer to = cluster.masters().get((RedisCluster.ownerOf(SLOT) + 1) % 3);
    cluster.move(SLOT, from, to);
    assertGoesOn();
    assertThat(Redis.one(to.uri()).pubsubShardChannels())
        .contains(KeySpace.DEFAULT.of(W).channel());
    assertThat(Redis.one(to.uri()).clusterCountKeysInSlot(SLOT)).isPositive();
    assertThat(one.store().shardOf(W).id()).endsWith(":" + to.port());
    assertThat(heard.timesInterrupted()).isPositive();
  }

  @Test
  void deadMasterFailsItsOwnPingOnly() {
    start(0);
    assertThat(one.answers()).isTrue();
    assertThat(one.store().shards()).hasSize(3);
    RedisServer dead = cluster.masters().get((RedisCluster.ownerOf(SLOT) + 1) % 3);
    dead.kill();
    StoreShard deadShard = shard(dead);
    await().until(() -> !StoreProbe.succeeds(deadShard.ping()));
    assertThat(failureOf(deadShard.ping())).isInstanceOf(StoreUnavailableException.class);
    assertThat(one.store().shards())
        .filteredOn(it -> !it.id().equals(deadShard.id()))
        .hasSize(2)
        .allMatch(it -> StoreProbe.succeeds(it.ping()));
    assertThat(StoreProbe.succeeds(one.store().shardOf(W).ping())).isTrue();
    assertThat(one.write(W).known()).isTrue();
    one.subscribe(W, new Heard());
  }

  private StoreShard shard(RedisServer server) {
    return one.store().shards().stream()
        .filter(it -> it.id().endsWith(":" + server.port()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whileTheMapIsNotKnownTheShardDoesNotAnswer() {
    start(0);
    cluster.masters().forEach(RedisServer::kill);
    try (StoreProbe early =
        new StoreProbe(RedisPresenceStore.builder().clusterUris(cluster.uris()).build())) {
      assertThat(early.store().shards()).isEmpty();
      assertThat(failureOf(early.store().shardOf(W).ping()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  private void assertGoesOn() {
    await().until(() -> StoreProbe.succeeds(one.store().replace(StoreProbe.whole(W, "after"))));
    await()
        .until(
            () -> {
              one.store().replace(StoreProbe.whole(W, "again"));
              return heard.messages().stream()
                  .anyMatch(it -> ((Changed) it).record().nodeId().equals("again"));
            });
    await().until(() -> one.answers() && two.answers());
    assertThat(heard.timesSubscribed()).isGreaterThan(1);
  }
}
