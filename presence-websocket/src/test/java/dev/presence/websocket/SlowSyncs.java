package dev.presence.websocket;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A store that is far away: what a node says of its users is there 0.4 s later. */
record SlowSyncs(PresenceStore store) implements PresenceStore {

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS);

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return CompletableFuture.supplyAsync(() -> store.sync(request), LATER)
        .thenCompose(reply -> reply);
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
  public CompletionStage<Void> stage(StageRequest request) {
    return store.stage(request);
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return store.subscribe(workspaceId, feed);
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return store.evict(request);
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return store.set(request);
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
