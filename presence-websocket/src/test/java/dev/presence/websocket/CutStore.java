package dev.presence.websocket;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.StoreUnavailableException;
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
import java.util.function.Supplier;

/** A store in memory that can be cut off. */
final class CutStore implements PresenceStore {

  private final PresenceStore store = InMemoryPresenceStore.create();
  private volatile boolean cut;

  void cut() {
    cut = true;
  }

  void heal() {
    cut = false;
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> call) {
    return cut
        ? CompletableFuture.supplyAsync(
            () -> {
              throw new StoreUnavailableException("cut off by a test", null);
            })
        : call.get();
  }

  @Override
  public List<StoreShard> shards() {
    return List.of(shardOf(""));
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return StoreShard.of("memory", () -> call(() -> store.shardOf(workspaceId).ping()));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return call(() -> store.stage(request));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return call(() -> store.subscribe(workspaceId, feed));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return call(() -> store.sync(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return call(() -> store.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return call(() -> store.set(request));
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return call(() -> store.read(request));
  }

  @Override
  public void close() {
    store.close();
  }
}
