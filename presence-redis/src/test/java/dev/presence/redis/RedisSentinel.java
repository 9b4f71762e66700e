package dev.presence.redis;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A master with a replica, and a Sentinel that watches over them. */
final class RedisSentinel implements AutoCloseable {

  static final String MASTER = "presence";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisServer master;
  private final RedisServer replica;
  private final RedisServer sentinel;
  private final RedisClient client;
  private final RedisSentinelCommands<String, String> commands;

  private RedisSentinel(RedisServer master, RedisServer replica, RedisServer sentinel) {
    this.master = master;
    this.replica = replica;
    this.sentinel = sentinel;
    this.client = RedisClient.create(sentinel.uri());
    this.commands = client.connectSentinel().sync();
  }

  /** Starts all three; Sentinel knows the replica when this returns. */
  static RedisSentinel start() {
    RedisServer master = RedisServers.start("--repl-diskless-sync-delay", "0");
    RedisServer replica =
        RedisServers.start(
            "--replicaof", "127.0.0.1 " + master.port(), "--repl-diskless-sync-delay", "0");
    RedisServer sentinel = RedisServers.start(RedisServer.SENTINEL);
    watch(sentinel, master);
    RedisSentinel all = new RedisSentinel(master, replica, sentinel);
    all.awaitReplica(master);
    return all;
  }

  private static void watch(RedisServer sentinel, RedisServer master) {
    sentinel.tell("SENTINEL MONITOR " + MASTER + " 127.0.0.1 " + master.port() + " 1");
    sentinel.tell("SENTINEL SET " + MASTER + " down-after-milliseconds 500");
    sentinel.tell("SENTINEL SET " + MASTER + " failover-timeout 3000");
  }

  /** Starts a Sentinel that was killed, and tells it which is the master now. */
  void watch(RedisServer newMaster) {
    sentinel.start();
    watch(sentinel, newMaster);
  }

  /** Waits until Sentinel counts the replica of this master as good. */
  void awaitReplica(RedisServer of) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                Redis.one(of.uri()).info("replication").contains("state=online")
                    && sentinelKnowsAGoodReplica());
  }

  private boolean sentinelKnowsAGoodReplica() {
    return commands.replicas(MASTER).stream()
        .anyMatch(it -> "ok".equals(it.get("master-link-status")));
  }

  /** The port of the master, as Sentinel sees it. */
  int masterPort() {
    return ((InetSocketAddress) commands.getMasterAddrByName(MASTER)).getPort();
  }

  RedisServer master() {
    return master;
  }

  RedisServer replica() {
    return replica;
  }

  RedisServer sentinel() {
    return sentinel;
  }

  String uri() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#" + MASTER;
  }

  @Override
  public void close() {
    client.shutdown();
    sentinel.close();
    replica.close();
    master.close();
  }
}
