package dev.presence.memory.internal;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PartitionPage;
import dev.presence.store.RegisterPage;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The data of a store, and what each operation of {@link dev.presence.store.PresenceStore} does to
 * it. Not thread-safe, and without a clock: whoever calls says what time it is, in epoch
 * milliseconds, and publishes what an {@link Outcome} says.
 *
 * <p>What is over at that time counts as absent. It is removed when its workspace is used next, and
 * for workspaces that nobody uses any more by {@link #sweep}.
 */
public final class MemoryState {

  private static final int PAGE = 1_000;

  private final Map<String, WorkspaceData> workspaces = new HashMap<>();
  private final int pageSize;

  /** A state that reads {@value #PAGE} users per page. */
  public MemoryState() {
    this(PAGE);
  }

  /** A state that reads this many users per page. */
  public MemoryState(int pageSize) {
    this.pageSize = pageSize;
  }

  /** Does what {@code PresenceStore.sync} promises. */
  public Outcome<SyncReply> sync(SyncRequest request, long now) {
    return in(request.workspaceId(), now, data -> data.sync(request, now));
  }

  /** Does what {@code PresenceStore.replace} promises. */
  public Outcome<SyncReply> replace(ReplaceRequest request, long now) {
    return in(request.workspaceId(), now, data -> data.replace(request, now));
  }

  /** Does what {@code PresenceStore.stage} promises; answers how many users the page had. */
  public Outcome<Integer> stage(StageRequest request, long now) {
    return in(
        request.workspaceId(),
        now,
        data -> {
          data.stage(request, now);
          return Outcome.silent(request.entries().size());
        });
  }

  /** Does what {@code PresenceStore.evict} promises. */
  public Outcome<EvictReply> evict(EvictRequest request, long now) {
    return in(request.workspaceId(), now, data -> data.evict(request, now));
  }

  /** Does what {@code PresenceStore.set} promises. */
  public Outcome<SetReply> set(SetRequest request, long now) {
    return in(request.workspaceId(), now, data -> data.set(request, now));
  }

  /** Does what {@code PresenceStore.readPartition} promises. */
  public Outcome<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page, long now) {
    return in(workspaceId, now, data -> Outcome.silent(data.readPartition(nodeId, page, pageSize)));
  }

  /** Does what {@code PresenceStore.readUsers} promises. */
  public Outcome<StoredUsers> readUsers(String workspaceId, Set<String> userIds, long now) {
    return in(workspaceId, now, data -> Outcome.silent(data.readUsers(userIds, now)));
  }

  /** Does what {@code PresenceStore.readRegisters} promises. */
  public Outcome<RegisterPage> readRegisters(String workspaceId, String page, long now) {
    return in(workspaceId, now, data -> Outcome.silent(data.readRegisters(page, pageSize)));
  }

  /** Removes everything that is over. Takes time in proportion to the number of workspaces. */
  public void sweep(long now) {
    workspaces.values().forEach(data -> data.expire(now));
    workspaces.values().removeIf(WorkspaceData::isEmpty);
  }

  /** The number of workspaces that take up memory. */
  public int size() {
    return workspaces.size();
  }

  /** Another state with the same data; neither sees what happens to the other. */
  public MemoryState copy() {
    MemoryState copy = new MemoryState(pageSize);
    workspaces.forEach((id, data) -> copy.workspaces.put(id, data.copy()));
    return copy;
  }

  /** Takes over the data of another state, as a store that restarts from a backup does. */
  public void restore(MemoryState backup) {
    MemoryState copy = backup.copy();
    workspaces.clear();
    workspaces.putAll(copy.workspaces);
  }

  /** Forgets everything. */
  public void clear() {
    workspaces.clear();
  }

  /** Forgets a node's record, and keeps its partition. */
  public void loseRecord(String workspaceId, String nodeId) {
    lose(workspaceId, data -> data.loseRecord(nodeId));
  }

  /** Forgets a node's partition, and keeps its record. */
  public void losePartition(String workspaceId, String nodeId) {
    lose(workspaceId, data -> data.losePartition(nodeId));
  }

  /** Forgets the registers of a workspace and their revision. */
  public void loseRegisters(String workspaceId) {
    lose(workspaceId, WorkspaceData::loseRegisters);
  }

  private void lose(String workspaceId, Consumer<WorkspaceData> loss) {
    WorkspaceData data = workspaces.get(workspaceId);
    if (data != null) {
      loss.accept(data);
    }
  }

  /** An operation that leaves nothing behind leaves no workspace behind either. */
  private <R> R in(String workspaceId, long now, Function<WorkspaceData, R> operation) {
    WorkspaceData data = workspaces.computeIfAbsent(workspaceId, id -> new WorkspaceData());
    data.expire(now);
    R result = operation.apply(data);
    if (data.isEmpty()) {
      workspaces.remove(workspaceId);
    }
    return result;
  }
}
