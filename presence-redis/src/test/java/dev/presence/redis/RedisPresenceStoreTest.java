package dev.presence.redis;

import dev.presence.redis.servers.RedisServers;
import dev.presence.store.PresenceStore;

/** The contract on a single server. */
class RedisPresenceStoreTest extends RedisStoreContract {

  RedisPresenceStoreTest() {
    super(Redis.one(RedisServers.shared()));
  }

  @Override
  PresenceStore connect() {
    return RedisPresenceStore.create(RedisServers.shared());
  }
}
