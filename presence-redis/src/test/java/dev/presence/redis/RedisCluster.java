package dev.presence.redis;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Redis cluster of a test's own: three masters, each with as many replicas as wished. */
final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<RedisServer> masters;
  private final List<RedisServer> replicas;

  private RedisCluster(List<RedisServer> masters, List<RedisServer> replicas) {
    this.masters = masters;
    this.replicas = replicas;
  }

  /** Starts a cluster; every server of it knows that it is complete when this returns. */
  static RedisCluster start(int replicasEach) {
    RedisCluster cluster = new RedisCluster(servers(MASTERS), servers(MASTERS * replicasEach));
    cluster.join();
    return cluster;
  }

  private static List<RedisServer> servers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                RedisServers.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "1000",
                    "--repl-diskless-sync-delay",
                    "0"))
        .toList();
  }

  private void join() {
    for (int i = 0; i < MASTERS; i++) {
      int first = SLOTS * i / MASTERS;
      int last = SLOTS * (i + 1) / MASTERS - 1;
      masters.get(i).tell("CLUSTER ADDSLOTSRANGE " + first + " " + last);
      masters.get(i).tell("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
    }
    all().skip(1).forEach(server -> server.tell("CLUSTER MEET 127.0.0.1 " + masters.get(0).port()));
    awaitComplete();
    for (int i = 0; i < replicas.size(); i++) {
      replicas.get(i).tell("CLUSTER REPLICATE " + idOf(masters.get(i % MASTERS)));
    }
    awaitReplicas();
  }

  private void awaitComplete() {
    int servers = MASTERS + replicas.size();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                all()
                    .map(server -> Redis.one(server.uri()).clusterInfo())
                    .allMatch(
                        info ->
                            info.contains("cluster_state:ok")
                                && info.contains("cluster_known_nodes:" + servers)));
  }

  private void awaitReplicas() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                replicas.stream()
                    .allMatch(
                        it -> Redis.one(it.uri()).info("replication").contains("link_status:up")));
  }

  static String idOf(RedisServer server) {
    return Redis.one(server.uri()).clusterMyId();
  }

  /** Which of the masters has this slot at first. */
  static int ownerOf(int slot) {
    return IntStream.range(0, MASTERS)
        .filter(i -> slot < SLOTS * (i + 1) / MASTERS)
        .findFirst()
        .orElseThrow();
  }

  /** Moves a slot with all its keys, as an administrator does. */
  void move(int slot, RedisServer from, RedisServer to) {
    beginMove(slot, from, to);
    moveKeys(slot, from, to);
    endMove(slot, from, to);
  }

  /** Opens the slot: from now on keys may be at either server. */
  void beginMove(int slot, RedisServer from, RedisServer to) {
    to.tell("CLUSTER SETSLOT " + slot + " IMPORTING " + idOf(from));
    from.tell("CLUSTER SETSLOT " + slot + " MIGRATING " + idOf(to));
  }

  /** Moves the keys one by one; fails when one exists at the other server already. */
  void moveKeys(int slot, RedisServer from, RedisServer to) {
    for (String key : Redis.one(from.uri()).clusterGetKeysInSlot(slot, 1_000)) {
      from.tell("MIGRATE 127.0.0.1 " + to.port() + " " + key + " 0 5000");
    }
  }

  /** Closes the slot: the keys are all at the new server. */
  void endMove(int slot, RedisServer from, RedisServer to) {
    for (RedisServer master : List.of(to, from)) {
      master.tell("CLUSTER SETSLOT " + slot + " NODE " + idOf(to));
    }
  }

  List<RedisServer> masters() {
    return masters;
  }

  List<RedisServer> replicas() {
    return replicas;
  }

  private Stream<RedisServer> all() {
    return Stream.concat(masters.stream(), replicas.stream());
  }

  String[] uris() {
    return masters.stream().map(RedisServer::uri).toArray(String[]::new);
  }

  @Override
  public void close() {
    all().forEach(RedisServer::close);
  }
}
