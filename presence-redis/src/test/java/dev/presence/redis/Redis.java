package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A test's own way into Redis, past the store. The connections end with the tests. */
final class Redis {

  private static final Map<String, RedisClusterCommands<String, String>> CONNECTIONS =
      new ConcurrentHashMap<>();

  private Redis() {}

  /** Commands to a server, or to the master behind Sentinel. */
  static RedisClusterCommands<String, String> one(String uri) {
    return CONNECTIONS.computeIfAbsent(uri, it -> RedisClient.create(it).connect().sync());
  }

  /** Commands to a cluster. */
  static RedisClusterCommands<String, String> cluster(String... uris) {
    return CONNECTIONS.computeIfAbsent(
        String.join(" ", uris),
        it ->
            RedisClusterClient.create(Arrays.stream(uris).map(RedisURI::create).toList())
                .connect()
                .sync());
  }
}
