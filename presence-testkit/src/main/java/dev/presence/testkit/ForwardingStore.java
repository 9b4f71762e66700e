package dev.presence.testkit;

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
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A store that forwards each call to another one. A test overrides {@link #forward} to delay or
 * refuse all calls, or the method of one call to change that one. As safe for use by several
 * threads as the other store.
 */
public abstract class ForwardingStore implements PresenceStore {

  private final PresenceStore store;

  /** Forwards to this store, and closes it when this one is closed. */
  protected ForwardingStore(PresenceStore store) {
    this.store = store;
  }

  /** Makes a call. All calls except {@link #shards}, {@link #shardOf} and {@link #close} use it. */
  protected <T> CompletionStage<T> forward(Function<PresenceStore, CompletionStage<T>> call) {
    return call.apply(store);
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
    return forward(to -> to.subscribe(workspaceId, feed));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return forward(to -> to.sync(request));
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return forward(to -> to.replace(request));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return forward(to -> to.stage(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return forward(to -> to.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return forward(to -> to.set(request));
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return forward(to -> to.readPartition(workspaceId, nodeId, page));
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return forward(to -> to.readUsers(workspaceId, userIds));
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return forward(to -> to.readRegisters(workspaceId, page));
  }

  @Override
  public void close() {
    store.close();
  }
}
