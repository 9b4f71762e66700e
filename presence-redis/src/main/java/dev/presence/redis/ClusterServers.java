package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster. Their map is looked up at the start, and again whenever something shows
 * that it is out of date: a lost connection, or a server that does not have a key. State is
 * confined to the loop; {@link #of} and {@link #all} read a copy from any thread.
 */
final class ClusterServers extends Servers {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(ClusterServers.class);

  private record Layout(Server[] bySlot, List<Server> all) {}

  private final RedisClusterClient map;
  private final RedisClient client;
  private final Loop loop;
  private final FeedHub hub;
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private Map<String, Server> servers = new TreeMap<>();
  private volatile Layout current = new Layout(new Server[SlotHash.SLOT_COUNT], List.of());
  private boolean resting;
  private boolean doubtful;
  private boolean failing;
  private boolean closed;

  /**
   * Looks up the masters, and goes on trying until {@link #close}.
   *
   * @param map knows the cluster
   * @param client connects to its servers
   */
  ClusterServers(RedisClusterClient map, RedisClient client, Loop loop, FeedHub hub) {
    this.map = map;
    this.client = client;
    this.loop = loop;
    this.hub = hub;
    doubt();
  }

  @Override
  @Nullable Server of(String key) {
    return current.bySlot[SlotHash.getSlot(key)];
  }

  @Override
  Collection<Server> all() {
    return current.all;
  }

  @Override
  CompletableFuture<Void> known() {
    return known;
  }

  @Override
  void doubt() {
    loop.run(
        () -> {
          doubtful = true;
          if (!resting) {
            look();
          }
        });
  }

  /** At most once a pause, and one at a time. */
  private void look() {
    if (closed) {
      return;
    }
    resting = true;
    doubtful = false;
    CompletableFuture<Void> looked;
    try {
      looked = map.refreshPartitionsAsync().toCompletableFuture();
    } catch (RuntimeException e) {
      looked = CompletableFuture.failedFuture(e);
    }
    looked.whenComplete((done, failure) -> loop.run(() -> looked(failure)));
  }

  private void looked(@Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (failure == null) {
      failing = false;
      apply(map.getPartitions());
    } else {
      logFailure(failure);
      doubtful = true;
    }
    known.complete(null);
    loop.later(
        PAUSE,
        () -> {
          resting = false;
          if (doubtful || !servers.values().stream().allMatch(Server::isUp)) {
            look();
          }
        });
  }

  private void logFailure(Throwable failure) {
    if (!failing) {
      log.warn(
          "The Redis cluster cannot be reached, and is tried again until it can: {}",
          RedisFailures.causeOf(failure).toString());
    }
    failing = true;
  }

  private void apply(Iterable<RedisClusterNode> nodes) {
    Map<String, Server> before = servers;
    Map<String, Server> after = new TreeMap<>();
    Server[] bySlot = new Server[SlotHash.SLOT_COUNT];
    for (RedisClusterNode node : nodes) {
      List<Integer> slots = node.getSlots();
      if (!slots.isEmpty()) {
        String address = node.getUri().getHost() + ":" + node.getUri().getPort();
        Server known = before.get(address);
        Server server = known == null ? connect(node) : known;
        after.put(address, server);
        slots.forEach(slot -> bySlot[slot] = server);
      }
    }
    servers = after;
    current = new Layout(bySlot, List.copyOf(after.values()));
    hub.moved();
    Map<String, Server> left = new HashMap<>(before);
    left.keySet().removeAll(after.keySet());
    left.values().forEach(Server::close);
  }

  private Server connect(RedisClusterNode node) {
    return new Server(new UriDialer(client, node.getUri()), loop, hub, this::doubt);
  }

  @Override
  public void close() {
    loop.run(
        () -> {
          closed = true;
          known.complete(null);
          servers.values().forEach(Server::close);
        });
  }
}
