package dev.presence.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Puts a store together for each way to reach Redis. */
final class Stores {

  /** How long the threads of a client may take to end, which nobody waits for. */
  private static final long END_SECONDS = 2;

  private Stores() {}

  static RedisPresenceStore ofOne(KeySpace keys, RedisURI uri) {
    ClientResources resources = OwnClients.resources();
    RedisClient client = OwnClients.client(resources);
    return new RedisPresenceStore(
        keys,
        new LoopThread(),
        (loop, hub) -> new OneServer(new UriDialer(client, uri), loop, hub),
        () -> client.shutdownAsync().whenComplete((done, failure) -> end(resources)));
  }

  static RedisPresenceStore ofCluster(KeySpace keys, List<RedisURI> seeds) {
    ClientResources resources = OwnClients.resources();
    RedisClusterClient map = OwnClients.cluster(resources, seeds);
    RedisClient client = OwnClients.client(resources);
    String name = "the Redis cluster with " + RedisAddresses.shown(seeds);
    return new RedisPresenceStore(
        keys,
        new LoopThread(),
        (loop, hub) -> new ClusterServers(new LettuceClusterMap(name, map, client), loop, hub),
        () ->
            map.shutdownAsync()
                .thenCompose(done -> client.shutdownAsync())
                .whenComplete((done, failure) -> end(resources)));
  }

  static RedisPresenceStore using(KeySpace keys, RedisClient client) {
    return new RedisPresenceStore(
        keys,
        new LoopThread(),
        (loop, hub) -> new OneServer(new ClientDialer(client), loop, hub),
        () -> {});
  }

  static RedisPresenceStore using(KeySpace keys, RedisClusterClient map) {
    RedisClient client = OwnClients.client(map);
    String name = "the Redis cluster of the application's client";
    return new RedisPresenceStore(
        keys,
        new LoopThread(),
        (loop, hub) -> new ClusterServers(new LettuceClusterMap(name, map, client), loop, hub),
        client::shutdownAsync);
  }

  private static void end(ClientResources resources) {
    resources.shutdown(0, END_SECONDS, TimeUnit.SECONDS);
  }

  /** Lettuce mixes up sharded messages and replies on a RESP2 connection. */
  static void requireShardedMessages(ClientOptions options) {
    if (options.getProtocolVersion() == ProtocolVersion.RESP2) {
      throw new IllegalArgumentException(
          "the Redis client is set to the protocol RESP2, on which sharded messages do not work;"
              + " leave ClientOptions.protocolVersion out or set it to RESP3");
    }
  }
}
