package dev.presence.sample;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.store.PresenceStore;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps presence. */
final class Stores {

  private Stores() {}

  /**
   * A store in the Redis at this URI and in this namespace, or one in memory without a URI.
   *
   * @throws IllegalArgumentException if the URI or the namespace is not allowed
   */
  static PresenceStore open(@Nullable String redis, String namespace) {
    RedisPresenceStore.Builder builder = RedisPresenceStore.builder().namespace(namespace);
    return redis == null ? InMemoryPresenceStore.create() : builder.uri(redis).build();
  }
}
