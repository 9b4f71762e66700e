package dev.presence.websocket;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.StoreUnavailableException;
import dev.presence.store.PresenceStore;
import dev.presence.store.StoreShard;
import dev.presence.testkit.ForwardingStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A store in memory that a test can disconnect. */
final class CutStore extends ForwardingStore {

  private volatile boolean cut;

  CutStore() {
    super(InMemoryPresenceStore.create());
  }

  void cut() {
    cut = true;
  }

  void heal() {
    cut = false;
  }

  @Override
  protected <T> CompletionStage<T> forward(Function<PresenceStore, CompletionStage<T>> call) {
    return cut
        ? CompletableFuture.supplyAsync(
            () -> {
              throw new StoreUnavailableException("disconnected by a test", null);
            })
        : super.forward(call);
  }

  @Override
  public List<StoreShard> shards() {
    return List.of(shardOf(""));
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return StoreShard.of("memory", () -> forward(store -> store.shardOf(workspaceId).ping()));
  }
}
