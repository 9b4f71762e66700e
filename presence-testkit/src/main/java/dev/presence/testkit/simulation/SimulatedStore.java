package dev.presence.testkit.simulation;

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

/**
 * The store as one node sees it: a line to each master of the {@link StoreWorld}. Which masters
 * there are the node may find out only a moment after its start.
 */
final class SimulatedStore implements PresenceStore {

  private final StoreWorld world;
  private final List<Line> lines;
  private final StoreShard unknown;
  private final long knownAt;

  /**
   * A store whose masters are known from {@code knownAt} on, in ticks.
   *
   * @param lines one for each master, in the order of the world's masters
   */
  SimulatedStore(StoreWorld world, List<Line> lines, long knownAt) {
    this.world = world;
    this.lines = List.copyOf(lines);
    this.knownAt = knownAt;
    this.unknown = StoreShard.of("unknown", () -> lines.get(0).refused());
  }

  List<Line> lines() {
    return lines;
  }

  Line line(String workspaceId) {
    return lines.get(world.indexOf(workspaceId));
  }

  private boolean isKnown() {
    return world.now() >= knownAt;
  }

  @Override
  public List<StoreShard> shards() {
    return isKnown() ? lines.stream().map(Line::shard).toList() : List.of();
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return isKnown() ? line(workspaceId).shard() : unknown;
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    Line line = line(workspaceId);
    return isKnown() ? line.subscribe(workspaceId, feed) : line.refused();
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return call(request.workspaceId(), door -> door.replace(request));
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return call(request.workspaceId(), door -> door.stage(request));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return call(request.workspaceId(), door -> door.sync(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return call(request.workspaceId(), door -> door.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return call(request.workspaceId(), door -> door.set(request));
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return call(workspaceId, door -> door.readPartition(workspaceId, nodeId, page));
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return call(workspaceId, door -> door.readUsers(workspaceId, userIds));
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return call(workspaceId, door -> door.readRegisters(workspaceId, page));
  }

  private <T> CompletionStage<T> call(
      String workspaceId, java.util.function.Function<PresenceStore, CompletionStage<T>> call) {
    Line line = line(workspaceId);
    return isKnown() ? line.call(() -> call.apply(line.door())) : line.refused();
  }

  @Override
  public void close() {
    lines.forEach(Line::close);
  }
}
