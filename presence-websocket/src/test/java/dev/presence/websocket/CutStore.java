package dev.presence.websocket;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.EvictReply;
import dev.presence.spi.EvictRequest;
import dev.presence.spi.PresenceStore;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StageRequest;
import dev.presence.spi.StoreFeed;
import dev.presence.spi.StoreShard;
import dev.presence.spi.StoreSubscription;
import dev.presence.spi.StoreUnavailableException;
import dev.presence.spi.StoredWorkspace;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
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
  public CompletionStage<ClaimReply> claim(ClaimRequest request) {
    return call(() -> store.claim(request));
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
