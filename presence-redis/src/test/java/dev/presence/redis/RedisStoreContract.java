package dev.presence.redis;

import dev.presence.store.PresenceStore;
import dev.presence.testkit.PresenceStoreContract;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/** The contract on any kind of Redis, and how to make it forget. */
abstract class RedisStoreContract extends PresenceStoreContract {

  private final RedisClusterCommands<String, String> redis;

  RedisStoreContract(RedisClusterCommands<String, String> redis) {
    this.redis = redis;
  }

  abstract PresenceStore connect();

  @Override
  protected final PresenceStore open() {
    return StoreProbe.connected(connect()).store();
  }

  @Override
  protected void loseRecord(String workspaceId, String nodeId) {
    redis.hdel(KeySpace.DEFAULT.of(workspaceId).nodes(), nodeId);
  }

  @Override
  protected void losePartition(String workspaceId, String nodeId) {
    redis.del(KeySpace.DEFAULT.of(workspaceId).node(nodeId));
  }

  @Override
  protected void loseRegisters(String workspaceId) {
    redis.del(KeySpace.DEFAULT.of(workspaceId).registers());
  }
}
