package dev.presence.redis;

import dev.presence.store.PresenceStore;
import org.junit.jupiter.api.AfterAll;

/** The contract on a cluster of three masters. */
class RedisClusterStoreTest extends RedisStoreContract {

  private static final RedisCluster CLUSTER = RedisCluster.start(0);

  RedisClusterStoreTest() {
    super(Redis.cluster(CLUSTER.uris()));
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @Override
  PresenceStore connect() {
    return RedisPresenceStore.builder().clusterUris(CLUSTER.uris()).build();
  }
}
