package dev.presence.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lettuce clients that a store makes itself, and how they are set up. */
final class OwnClients {

  /** Long enough for a slow link; a server that was away is found by the next attempt. */
  private static final Duration CONNECT = Duration.ofSeconds(4);

  /** More than a {@link Line} ever sends. */
  private static final int MOST_COMMANDS = 3 * Line.MOST_CALLS;

  private static final Logger log = LoggerFactory.getLogger(OwnClients.class);

  private OwnClients() {}

  static ClientResources resources() {
    return DefaultClientResources.create();
  }

  /** Makes connections; the address is given with each of them. */
  static RedisClient client(ClientResources resources) {
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options(ClientOptions.builder()).build());
    return client;
  }

  /** Makes connections like those of the application's client. */
  static RedisClient client(RedisClusterClient like) {
    RedisClient client = RedisClient.create(like.getResources());
    client.setOptions(rejecting(like.getOptions().mutate()).build());
    return client;
  }

  /** Knows the cluster; makes no connections that last. */
  static RedisClusterClient cluster(ClientResources resources, List<RedisURI> seeds) {
    RedisClusterClient client = RedisClusterClient.create(resources, seeds);
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    options(builder);
    client.setOptions(
        builder
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder().dynamicRefreshSources(true).build())
            .build());
    return client;
  }

  private static ClientOptions.Builder options(ClientOptions.Builder builder) {
    return withoutMaintenance(rejecting(builder))
        .protocolVersion(ProtocolVersion.RESP3)
        .requestQueueSize(MOST_COMMANDS)
        .timeoutOptions(TimeoutOptions.create())
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build());
  }

  /** Lettuce before 7.0 has no such notifications, and no class or method for them. */
  private static ClientOptions.Builder withoutMaintenance(ClientOptions.Builder builder) {
    try {
      return Maintenance.disabled(builder);
    } catch (LinkageError e) {
      log.debug("This version of Lettuce has no maintenance notifications", e);
      return builder;
    }
  }

  /** A class of its own, so that nothing else needs what may be missing. */
  private static final class Maintenance {
    static ClientOptions.Builder disabled(ClientOptions.Builder builder) {
      return builder.maintNotificationsConfig(MaintNotificationsConfig.disabled());
    }
  }

  /** {@link Line} makes the connections anew. */
  private static ClientOptions.Builder rejecting(ClientOptions.Builder builder) {
    return builder.autoReconnect(false).disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
  }
}
