package dev.presence.sample;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.store.PresenceStore;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps presence. */
final class Stores {

  private Stores() {}

  /**
   * The store that the URI names, or one in memory.
   *
   * @throws IllegalArgumentException when the URI is no URI of a store
   */
  static PresenceStore open(@Nullable String redis) {
    return redis == null ? InMemoryPresenceStore.create() : RedisPresenceStore.create(redis);
  }
}
