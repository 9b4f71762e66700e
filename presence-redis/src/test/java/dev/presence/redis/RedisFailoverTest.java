package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static dev.presence.redis.StoreProbe.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.FeedMessage.Changed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind Sentinel the replica becomes the master; writes and messages go on there. */
class RedisFailoverTest {

  private static final String W = "failover";

  private RedisSentinel servers;
  private StoreProbe one;
  private StoreProbe two;
  private final Heard heard = new Heard();

  @BeforeEach
  void start() {
    servers = RedisSentinel.start();
    one = StoreProbe.connected(RedisPresenceStore.create(servers.uri()));
    two = StoreProbe.connected(RedisPresenceStore.create(servers.uri()));
    one.write(W);
    two.subscribe(W, heard);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    servers.close();
  }

  @Test
  void afterACrashWritesAndMessagesGoOnAtTheNewMaster() {
    servers.master().kill();
    assertGoesOnAt(servers.replica());
  }

  /** Sentinel takes some seconds to make the old master a replica; until then it is written to. */
  @Test
  void afterAnOrderlyFailoverWritesAndMessagesGoOnAtTheNewMaster() {
    servers.sentinel().tell("SENTINEL FAILOVER " + RedisSentinel.MASTER);
    assertGoesOnAt(servers.replica());
  }

  /**
   * A client that goes back to an address from before the failover, because Sentinel does not
   * answer, ends at a replica and is refused for ever.
   */
  @Test
  void aReplicaAtTheOldAddressIsNotTakenForTheMaster() {
    servers.sentinel().kill();
    servers.replica().tell("REPLICAOF NO ONE");
    servers.master().kill();
    String[] replica = {"--replicaof", "127.0.0.1 " + servers.replica().port()};
    try (RedisServer old = RedisServers.start(servers.master().port(), replica)) {
      await().until(() -> !one.answers() && !two.answers());
      failureOf(one.store().replace(StoreProbe.whole(W, "n")));
      servers.watch(servers.replica());
      assertGoesOnAt(servers.replica());
      assertThat(old.answers()).isTrue();
    }
  }

  /** Sentinel cannot reach a master that was cut off; nodes that can reach both must follow it. */
  @Test
  void aMasterThatLostItsReplicasIsLeftForTheOneThatSentinelNames() {
    servers.master().tell("CONFIG SET min-replicas-to-write 1");
    servers.sentinel().kill();
    servers.replica().tell("REPLICAOF NO ONE");
    await().until(() -> !StoreProbe.succeeds(one.store().replace(StoreProbe.whole(W, "n"))));
    servers.watch(servers.replica());
    assertGoesOnAt(servers.replica());
  }

  private void assertGoesOnAt(RedisServer master) {
    await().until(() -> servers.masterPort() == master.port());
    KeyNames names = KeySpace.DEFAULT.of(W);
    await()
        .until(
            () ->
                StoreProbe.succeeds(one.store().replace(StoreProbe.whole(W, "after")))
                    && Redis.one(master.uri()).hexists(names.nodes(), "after"));
    await()
        .until(
            () -> {
              two.store().replace(StoreProbe.whole(W, "two")); // each node has a lease to renew
              one.store().replace(StoreProbe.whole(W, "again"));
              return heard.messages().stream()
                  .anyMatch(it -> ((Changed) it).record().nodeId().equals("again"));
            });
    assertThat(heard.timesSubscribed()).isGreaterThan(1);
  }
}
