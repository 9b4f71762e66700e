package dev.presence.redis;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.RegisterPage;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps presence in Redis 7.0 or Valkey 7.2, or newer: one server, a master behind Sentinel, or a
 * cluster. {@link #create(String)} makes a store for one address, {@link #builder()} for everything
 * else. {@code docs/reference/redis.md} describes the keys, the rights that a store needs, and how
 * to run Redis for it.
 *
 * <p><b>Isolation.</b> All keys and channels begin with the {@linkplain Builder#namespace
 * namespace}, {@code presence} by default. Two applications that share a Redis, or two environments
 * of one application, must use different namespaces: then neither sees or ends the other's users.
 * The database number in an address is <em>not</em> isolation. Redis delivers messages to all
 * databases, so two applications with the same namespace on databases 0 and 1 set each other's
 * users offline.
 *
 * <p><b>Connections.</b> A store connects in the background. It connects again whenever a
 * connection is lost, without limit, and within a second after the server is back. So Redis does
 * not have to run when the store is created. While there is no connection, calls fail at once with
 * {@code StoreUnavailableException}; only the first attempt to connect makes calls wait, for at
 * most two seconds. The store closes a connection on which the server did not answer three checks
 * in a row ({@link StoreShard#ping}, two seconds each), and connects again.
 *
 * <p><b>Timeout.</b> The store itself has no timeout for a call: a call ends when the server
 * answers or the connection is lost. The one timeout of a call is {@code
 * PresenceOptions.storeTimeout()}, which the tracker applies.
 *
 * <p>Safe for use by any thread. Stages complete and feeds are called on threads of the client or
 * of the store, which must not be blocked.
 */
public final class RedisPresenceStore implements PresenceStore {

  private static final Logger log = LoggerFactory.getLogger(RedisPresenceStore.class);

  private final KeySpace keys;
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

  RedisPresenceStore(KeySpace keys, Scheduler scheduler, Finder finder, Runnable release) {
    this.keys = keys;
    this.scheduler = scheduler;
    this.loop = new Loop(scheduler);
    this.hub = new FeedHub(loop);
    this.servers = finder.find(loop, hub);
    this.release = release;
    DamageLog damage = new DamageLog(keys, loop::later);
    this.syncs = new SyncCalls(servers, keys, damage);
    this.evictions = new EvictCalls(servers, keys, damage);
    this.registers = new RegisterCalls(servers, keys, damage);
    this.reads = new ReadCalls(servers, keys, damage);
    hub.listenTo(servers);
  }

  /**
   * Makes a store for one address, in the namespace {@code presence}: the short form of {@code
   * builder().uri(uri).build()}.
   *
   * @param uri see {@link Builder#uri}
   * @throws IllegalArgumentException if the address is not understood; the message says what is
   *     allowed
   */
  public static RedisPresenceStore create(String uri) {
    return builder().uri(uri).build();
  }

  /** Begins with the namespace {@code presence}, and without an address. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<StoreShard> shards() {
    return servers.all().stream().map(this::shard).toList();
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    String channel;
    try {
      channel = keys.of(workspaceId).channel();
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
    return answer("subscribe", () -> hub.subscribe(keys.of(workspaceId).channel(), feed));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return answer("sync", () -> syncs.sync(request));
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return answer("replace", () -> syncs.replace(request));
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
    return answer("set", () -> registers.set(request));
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return answer("read", () -> reads.partition(workspaceId, nodeId, page));
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return answer("read", () -> reads.users(workspaceId, userIds));
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return answer("read", () -> reads.registers(workspaceId, page));
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
    } catch (RuntimeException | Error e) {
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
          loop.afterEnds(
              () -> log.info("Closed the store in {}, namespace {}", servers, keys.namespace()));
          loop.close();
        });
  }

  /**
   * How a store reaches Redis, and the namespace of its keys. Give exactly one of {@link #uri},
   * {@link #clusterUris} or {@link #cluster}, {@link #client}, and {@link #clusterClient}.
   * Addresses are checked at once, everything else by {@link #build()}. For use by one thread.
   */
  public static final class Builder {

    private static final String SOURCES =
        "give exactly one of uri(\"redis://host:6379\"), clusterUris(\"redis://host:6379\", ...),"
            + " client(RedisClient) and clusterClient(RedisClusterClient)";

    private final List<String> given = new ArrayList<>();
    private @Nullable Function<KeySpace, RedisPresenceStore> source;
    private KeySpace keys = KeySpace.DEFAULT;

    private Builder() {}

    /**
     * One server, or the master behind Sentinel: {@code redis://host:6379}, {@code
     * rediss://host:6379} (TLS) or {@code redis-sentinel://host1:26379,host2:26379/0#master-name}.
     * A user and password go before the host: {@code redis://user:password@host:6379}. A database
     * number ({@code redis://host:6379/1}) selects where the keys are, but does not isolate
     * applications from each other; see {@link #namespace}.
     *
     * @throws IllegalArgumentException if the address is not understood
     */
    public Builder uri(String uri) {
      RedisURI address = RedisAddresses.one(uri);
      return source("uri", its -> Stores.ofOne(its, address));
    }

    /**
     * A cluster, by the addresses of one or more of its servers: {@code redis://host:6379} or
     * {@code rediss://host:6379} (TLS), with {@code user:password@} before the host if needed. The
     * store finds the other servers by itself.
     *
     * @throws IllegalArgumentException if there is no address, or one is not understood
     */
    public Builder clusterUris(String... uris) {
      return cluster(List.of(uris));
    }

    /** Like {@link #clusterUris}, with the addresses in a collection. */
    public Builder cluster(Collection<String> uris) {
      List<RedisURI> seeds = RedisAddresses.cluster(uris);
      return source("clusterUris", its -> Stores.ofCluster(its, seeds));
    }

    /**
     * The application's client, with its settings and threads; the store connects to the address
     * that the client was created with. The store closes its connections and never the client.
     *
     * @throws IllegalArgumentException if the client is set to the protocol RESP2
     */
    public Builder client(RedisClient client) {
      Stores.requireShardedMessages(client.getOptions());
      return source("client", its -> Stores.using(its, client));
    }

    /**
     * The application's client of a cluster, with its settings and threads. The store closes its
     * connections and never the client.
     *
     * @throws IllegalArgumentException if the client is set to the protocol RESP2
     */
    public Builder clusterClient(RedisClusterClient client) {
      Stores.requireShardedMessages(client.getOptions());
      return source("clusterClient", its -> Stores.using(its, client));
    }

    private Builder source(String name, Function<KeySpace, RedisPresenceStore> made) {
      given.add(name);
      source = made;
      return this;
    }

    /**
     * What all keys and channels begin with, followed by a colon: 1 to 64 letters (A to Z, a to z),
     * digits and {@code - . _}. Applications that share a Redis need different namespaces; all
     * nodes of one application need the same. Default {@code presence}.
     *
     * @throws IllegalArgumentException if it has other characters, or too many
     */
    public Builder namespace(String namespace) {
      keys = new KeySpace(namespace);
      return this;
    }

    /**
     * Makes the store, which begins to connect in the background.
     *
     * @throws IllegalArgumentException if not exactly one way to reach Redis was given
     */
    public RedisPresenceStore build() {
      Function<KeySpace, RedisPresenceStore> one = source;
      if (one == null) {
        throw new IllegalArgumentException("the store has no address of Redis; " + SOURCES);
      }
      if (given.size() > 1) {
        throw new IllegalArgumentException(
            "the store was given " + String.join(" and ", given) + "; " + SOURCES);
      }
      return one.apply(keys);
    }
  }
}
