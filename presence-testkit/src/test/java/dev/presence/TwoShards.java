package dev.presence;

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
import dev.presence.spi.StoredWorkspace;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  public CompletionStage<Void> stage(StageRequest request) {
    return of(request.workspaceId()).stage(request);
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return of(request.workspaceId()).evict(request);
  }

  @Override
  public CompletionStage<ClaimReply> claim(ClaimRequest request) {
    return of(request.workspaceId()).claim(request);
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return of(request.workspaceId()).read(request);
  }

  @Override
  public void close() {
    doors.values().forEach(FaultyDoor::close);
  }
}
