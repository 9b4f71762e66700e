package dev.presence.redis;

import dev.presence.store.PresenceStore;
import org.junit.jupiter.api.AfterAll;

/** The contract on a master that Sentinel names. */
class RedisSentinelStoreTest extends RedisStoreContract {

  private static final RedisSentinel SENTINEL = RedisSentinel.start();

  RedisSentinelStoreTest() {
    super(Redis.one(SENTINEL.master().uri()));
  }

  @AfterAll
  static void stop() {
    SENTINEL.close();
  }

  @Override
  PresenceStore connect() {
    return RedisPresenceStore.create(SENTINEL.uri());
  }
}
