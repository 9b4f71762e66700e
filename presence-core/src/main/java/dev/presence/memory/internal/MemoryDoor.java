package dev.presence.memory.internal;

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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** One party's way to a {@link MemoryHub}. Closing it ends its own subscriptions, nothing else. */
final class MemoryDoor implements PresenceStore {

  private final MemoryHub hub;
  private final Executor executor;
  private final Set<MemorySubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final StoreShard shard = StoreShard.of("memory", this::ping);
  private volatile boolean closed;

  MemoryDoor(MemoryHub hub, Executor executor) {
    this.hub = hub;
    this.executor = executor;
  }

  @Override
  public List<StoreShard> shards() {
    return List.of(shard);
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return shard;
  }

  private CompletionStage<Long> ping() {
    return answer(hub::ping);
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return answer(
        () -> {
          MemorySubscription subscription = hub.subscribe(workspaceId, feed, subscriptions::remove);
          subscriptions.add(subscription);
          if (closed) {
            subscription.close();
          }
          subscription.wake();
          return subscription;
        });
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return answer(() -> hub.call(request.workspaceId(), (state, now) -> state.sync(request, now)));
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return answer(
        () -> hub.call(request.workspaceId(), (state, now) -> state.replace(request, now)));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return answer(() -> hub.call(request.workspaceId(), (state, now) -> state.stage(request, now)))
        .thenAccept(staged -> {});
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return answer(() -> hub.call(request.workspaceId(), (state, now) -> state.evict(request, now)));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return answer(() -> hub.call(request.workspaceId(), (state, now) -> state.set(request, now)));
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return answer(
        () ->
            hub.call(
                workspaceId, (state, now) -> state.readPartition(workspaceId, nodeId, page, now)));
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return answer(
        () -> hub.call(workspaceId, (state, now) -> state.readUsers(workspaceId, userIds, now)));
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return answer(
        () -> hub.call(workspaceId, (state, now) -> state.readRegisters(workspaceId, page, now)));
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(MemorySubscription::close);
    subscriptions.clear();
  }

  /** The call itself is done here and now, so that calls take effect in the order they are made. */
  private <R> CompletionStage<R> answer(Supplier<R> call) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    try {
      if (closed) {
        IllegalStateException failure = new IllegalStateException("this store is closed");
        executor.execute(() -> answer.completeExceptionally(failure));
      } else {
        R reply = call.get();
        executor.execute(() -> answer.complete(reply));
      }
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }
}
