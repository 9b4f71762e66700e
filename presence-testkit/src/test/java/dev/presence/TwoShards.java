package dev.presence;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * A store of several shards, each behind a door of its own; a test says which workspace is where.
 */
final class TwoShards implements PresenceStore {

  private final Map<String, FaultyDoor> doors = new TreeMap<>();
  private final Map<String, StoreShard> shards = new TreeMap<>();
  private final Map<String, String> homes = new TreeMap<>();

  /** Adds a shard. */
  void add(String id, FaultyDoor door) {
    doors.put(id, door);
    shards.put(id, StoreShard.of(id, () -> door.shards().get(0).ping()));
  }

  /** Takes a shard out, as when a replica has taken over. */
  void remove(String id) {
    doors.remove(id);
    shards.remove(id);
  }

  /** From now on this workspace is in that shard. */
  void move(String workspaceId, String shardId) {
    homes.put(workspaceId, shardId);
  }

  FaultyDoor door(String id) {
    return doors.get(id);
  }

  private FaultyDoor of(String workspaceId) {
    return doors.get(homes.get(workspaceId));
  }

  @Override
  public List<StoreShard> shards() {
    return new ArrayList<>(shards.values());
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return shards.get(homes.get(workspaceId));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return of(workspaceId).subscribe(workspaceId, feed);
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return of(request.workspaceId()).sync(request);
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return of(request.workspaceId()).replace(request);
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return of(request.workspaceId()).stage(request);
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return of(request.workspaceId()).evict(request);
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return of(request.workspaceId()).set(request);
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return of(workspaceId).readPartition(workspaceId, nodeId, page);
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return of(workspaceId).readUsers(workspaceId, userIds);
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return of(workspaceId).readRegisters(workspaceId, page);
  }

  @Override
  public void close() {
    doors.values().forEach(FaultyDoor::close);
  }
}
