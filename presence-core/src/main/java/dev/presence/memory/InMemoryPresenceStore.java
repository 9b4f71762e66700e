package dev.presence.memory;

import dev.presence.memory.internal.MemoryHub;
import dev.presence.memory.internal.MemoryState;
import dev.presence.runtime.PresenceRuntime;
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
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

/**
 * A store in the memory of this JVM: for an application that runs on one server, and for tests.
 *
 * <p>Several trackers of one JVM meet in it when each gets its own door by {@link #shared()}: every
 * door leads to the same data, and is closed by the tracker that was given it. What is stored is
 * gone when the last door is.
 *
 * <p>Safe for use by any thread. Calls take effect before they return; their stages complete later,
 * on another thread, and so does what the feeds are told.
 */
public final class InMemoryPresenceStore implements PresenceStore {

  private final MemoryHub hub;
  private final PresenceStore door;

  private InMemoryPresenceStore(MemoryHub hub) {
    this.hub = hub;
    this.door = hub.open();
  }

  /** Creates an empty store on the system's clock; it answers on the common pool. */
  public static InMemoryPresenceStore create() {
    Clock clock = Clock.systemUTC();
    return new InMemoryPresenceStore(
        new MemoryHub(new MemoryState(), clock::millis, ForkJoinPool.commonPool()));
  }

  /** Creates an empty store on the wall clock of the runtime, which also runs what it answers. */
  public static InMemoryPresenceStore create(PresenceRuntime runtime) {
    return new InMemoryPresenceStore(
        new MemoryHub(new MemoryState(), runtime::wallMillis, runtime::execute));
  }

  /** Opens another door to the same data. Also works on a door that was closed. */
  public InMemoryPresenceStore shared() {
    return new InMemoryPresenceStore(hub);
  }

  @Override
  public List<StoreShard> shards() {
    return door.shards();
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return door.shardOf(workspaceId);
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return door.subscribe(workspaceId, feed);
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return door.sync(request);
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return door.replace(request);
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return door.stage(request);
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return door.evict(request);
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return door.set(request);
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return door.readPartition(workspaceId, nodeId, page);
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return door.readUsers(workspaceId, userIds);
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    return door.readRegisters(workspaceId, page);
  }

  @Override
  public void close() {
    door.close();
  }

  /** For tests that look behind the doors. */
  MemoryHub hub() {
    return hub;
  }
}
