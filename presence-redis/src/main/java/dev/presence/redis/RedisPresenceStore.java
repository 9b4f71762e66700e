package dev.presence.redis;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReadRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredWorkspace;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps presence in Redis 7.0 or Valkey 7.2, or newer: one server, a master behind Sentinel, or a
 * cluster. {@code docs/reference/redis.md} tells what it keeps there, which rights it needs, and
 * how to run Redis for it.
 *
 * <p>A store connects in the background, and connects again whenever a connection is lost, for ever
 * and within a second of the server being back; so no server has to be there when a store is made.
 * While there is no connection calls fail at once with {@code StoreUnavailableException}; only the
 * first attempt is waited for, two seconds at most. A call ends when the server answers, however
 * late, or when the connection is lost. A connection on which three probes ({@link
 * StoreShard#ping}) in a row were not answered within two seconds each is dropped, and made anew.
 *
 * <p>Safe for use by any thread. Stages complete and feeds are called on threads of the client or
 * of the store, which must not be blocked.
 */
public final class RedisPresenceStore implements PresenceStore {

  private final Scheduler scheduler;
  private final Loop loop;
  private final FeedHub hub;
  private final Servers servers;
  private final Runnable release;
  private final SyncCalls syncs;
  private final EvictCalls evictions;
  private final RegisterCalls registers;
  private final ReadCalls reads;
  private volatile boolean closed;

  /** How a kind of store finds its servers. */
  @FunctionalInterface
  interface Finder {
    Servers find(Loop loop, FeedHub hub);
  }

  RedisPresenceStore(Scheduler scheduler, Finder finder, Runnable release) {
    this.scheduler = scheduler;
    this.loop = new Loop(scheduler);
    this.hub = new FeedHub(loop);
    this.servers = finder.find(loop, hub);
    this.release = release;
    DamageLog damage = new DamageLog(loop::later);
    this.syncs = new SyncCalls(servers, damage);
    this.evictions = new EvictCalls(servers, damage);
    this.registers = new RegisterCalls(servers, damage);
    this.reads = new ReadCalls(servers, damage);
    hub.listenTo(servers);
  }

  /**
   * Makes a store from addresses: one {@code redis://host:6379} or {@code rediss://host:6379} is a
   * server, {@code redis-sentinel://host1:26379,host2:26379/0#name} the master of that name,
   * several of the first two are servers of a cluster, of which not all need be named. A name and
   * password go before the host: {@code redis://user:password@host:6379}.
   *
   * @throws IllegalArgumentException when an address cannot be understood, and says what is allowed
   */
  public static RedisPresenceStore create(String... uris) {
    return uris.length == 1 ? Stores.ofOne(uris[0]) : createCluster(uris);
  }

  /**
   * Makes a store in a cluster, of which at least one server is named.
   *
   * @throws IllegalArgumentException when an address cannot be understood, and says what is allowed
   */
  public static RedisPresenceStore createCluster(String... uris) {
    return Stores.ofCluster(uris);
  }

  /**
   * Makes a store that connects through the application's client, to the address that the client
   * was made for. The store closes its connections and never the client.
   *
   * @throws IllegalArgumentException when the client is set to the protocol RESP2
   */
  public static RedisPresenceStore using(RedisClient client) {
    return Stores.using(client);
  }

  /**
   * Makes a store in the cluster of the application's client, with that client's settings and
   * threads. The store closes its connections and never the client.
   *
   * @throws IllegalArgumentException when the client is set to the protocol RESP2
   */
  public static RedisPresenceStore using(RedisClusterClient client) {
    return Stores.using(client);
  }

  @Override
  public List<StoreShard> shards() {
    return servers.all().stream().map(this::shard).toList();
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    String channel;
    try {
      channel = new KeyNames(workspaceId).channel();
    } catch (IllegalArgumentException e) {
      return unknown(() -> CompletableFuture.failedStage(e));
    }
    Server server = servers.of(channel);
    return server != null ? shard(server) : unknown(() -> servers.pingServerOf(channel));
  }

  private StoreShard unknown(Supplier<CompletionStage<Long>> ping) {
    return StoreShard.of("unknown", () -> answer("ping", ping));
  }

  private StoreShard shard(Server server) {
    return StoreShard.of(server.id(), () -> answer("ping", server::ping));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return answer("subscribe", () -> hub.subscribe(new KeyNames(workspaceId).channel(), feed));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return answer("sync", () -> syncs.sync(request));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return answer("stage", () -> syncs.stage(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return answer("evict", () -> evictions.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return answer("userRegisters", () -> registers.set(request));
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return answer("read", () -> reads.read(request));
  }

  private <T> CompletionStage<T> answer(String operation, Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (closed) {
      IllegalStateException reason =
          new IllegalStateException("the RedisPresenceStore is closed; make a new one");
      scheduler.execute(() -> answer.completeExceptionally(reason));
      return answer;
    }
    CompletableFuture<T> called = called(call);
    if (called.isDone()) { // completed elsewhere, and so never within the call
      called.whenCompleteAsync(
          (result, failure) -> pass(operation, result, failure, answer), scheduler::execute);
    } else {
      called.whenComplete((result, failure) -> pass(operation, result, failure, answer));
    }
    return answer;
  }

  private static <T> CompletableFuture<T> called(Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> void pass(
      String operation, T result, Throwable failure, CompletableFuture<T> answer) {
    if (failure == null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(RedisFailures.translate(operation, failure));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    loop.run(
        () -> {
          hub.close();
          servers.close();
          loop.afterEnds(release); // a client closes what is open, and warns of the rest
          loop.close();
        });
  }
}
