package dev.presence.redis;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReadRequest;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredWorkspace;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The store of a node from the future: it writes everything that this version writes, and more. Its
 * entries and records have a tail, it sets a register of a new name, and publishes messages of a
 * new kind.
 */
final class FutureStore implements PresenceStore {

  private final PresenceStore store;
  private final RedisClusterCommands<String, String> redis;

  FutureStore(PresenceStore store, RedisClusterCommands<String, String> redis) {
    this.store = store;
    this.redis = redis;
  }

  @Override
  public List<StoreShard> shards() {
    return store.shards();
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return store.shardOf(workspaceId);
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return store.subscribe(workspaceId, feed);
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    SyncRequest future =
        new SyncRequest(
            request.workspaceId(),
            request.nodeId(),
            request.knownDeadline(),
            request.from(),
            request.to(),
            request.whole(),
            withTails(request.entries()),
            request.removed(),
            request.leaseMillis(),
            request.keepMillis(),
            request.leaving(),
            request.staged(),
            request.wallOffset());
    return store
        .sync(future)
        .thenApplyAsync(
            reply -> {
              KeyNames names = KeySpace.DEFAULT.of(request.workspaceId());
              String record = redis.hget(names.nodes(), request.nodeId());
              if (record != null) {
                redis.hset(names.nodes(), request.nodeId(), record + " 17 more");
              }
              redis.spublish(names.channel(), "1Y something of the future");
              return reply;
            });
  }

  private static Map<String, String> withTails(Map<String, String> entries) {
    Map<String, String> longer = new HashMap<>();
    entries.forEach((user, entry) -> longer.put(user, entry + ":d=phone"));
    return longer;
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return store.stage(request);
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return store.evict(request);
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    Map<String, Registers> more = new HashMap<>();
    Register mood = Register.of("mood", 5, "\u263a of the future");
    request.registers().forEach((user, its) -> more.put(user, its.merge(Registers.of(mood))));
    return store.set(
        new SetRequest(request.workspaceId(), request.revision(), more, request.keepMillis()));
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return store.read(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
