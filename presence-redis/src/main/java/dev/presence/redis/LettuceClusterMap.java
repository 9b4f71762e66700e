package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The map that Lettuce makes of a cluster.
 *
 * @param name what messages call the cluster
 * @param map knows the cluster
 * @param client connects to its servers
 */
record LettuceClusterMap(String name, RedisClusterClient map, RedisClient client)
    implements ClusterMap {

  @Override
  public CompletionStage<List<Master>> look() {
    return map.refreshPartitionsAsync().thenApply(done -> masters());
  }

  private List<Master> masters() {
    List<Master> masters = new ArrayList<>();
    for (RedisClusterNode node : map.getPartitions()) {
      if (!node.getSlots().isEmpty()) {
        masters.add(new Master(addressOf(node), node.getSlots()));
      }
    }
    return masters;
  }

  private static String addressOf(RedisClusterNode node) {
    return node.getUri().getHost() + ":" + node.getUri().getPort();
  }

  /** A server that is not in the map is reached in the way of the others. */
  @Override
  public Dialer dialer(String address) {
    for (RedisClusterNode node : map.getPartitions()) {
      if (addressOf(node).equals(address)) {
        return new UriDialer(client, node.getUri());
      }
    }
    int colon = address.lastIndexOf(':');
    RedisURI uri =
        RedisURI.builder(map.getPartitions().getPartition(0).getUri())
            .withHost(address.substring(0, colon))
            .withPort(Integer.parseInt(address.substring(colon + 1)))
            .build();
    return new UriDialer(client, uri);
  }

  @Override
  public String toString() {
    return name;
  }
}
