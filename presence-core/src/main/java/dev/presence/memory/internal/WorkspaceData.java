package dev.presence.memory.internal;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Draining;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.PartitionPage;
import dev.presence.store.PartitionWrite;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One workspace of a {@link MemoryState}. Records and partitions are kept apart, as they are under
 * separate keys in a shared store, so that each can be lost without the other.
 */
final class WorkspaceData {

  /** In the order of their ids, so that a simulation runs the same way every time. */
  private final TreeMap<String, StoredRecord> records = new TreeMap<>();

  /**
   * The records are kept or gone together: if one vanished before the others, its node would seem
   * to have left.
   */
  private long keepRecordsUntil;

  private final Partitions partitions;
  private final StoredRegisters registers;

  WorkspaceData() {
    this(new Partitions(), new StoredRegisters());
  }

  private WorkspaceData(Partitions partitions, StoredRegisters registers) {
    this.partitions = partitions;
    this.registers = registers;
  }

  WorkspaceData copy() {
    WorkspaceData copy = new WorkspaceData(partitions.copy(), registers.copy());
    copy.records.putAll(records);
    copy.keepRecordsUntil = keepRecordsUntil;
    return copy;
  }

  void expire(long now) {
    if (keepRecordsUntil <= now) {
      records.clear();
    }
    partitions.expire(now);
    registers.expire(now);
  }

  boolean isEmpty() {
    return records.isEmpty() && partitions.isEmpty() && registers.isEmpty();
  }

  void loseRecord(String nodeId) {
    records.remove(nodeId);
  }

  void losePartition(String nodeId) {
    partitions.remove(nodeId);
  }

  void loseRegisters() {
    registers.clear();
  }

  Outcome<SyncReply> sync(SyncRequest request, long now) {
    StoredRecord stored = record(request.nodeId());
    boolean known = knows(stored, request);
    List<FeedMessage> published = List.of();
    if (stored != null && known && stored.sequence() <= request.to()) {
      partitions.change(request, now + request.keepMillis());
      published =
          renew(
              stored,
              request,
              now,
              record ->
                  Changed.difference(record, request.from(), request.entries(), request.removed()));
    }
    return new Outcome<>(reply(known, now), published);
  }

  private boolean knows(@Nullable StoredRecord stored, SyncRequest request) {
    return stored != null
        && stored.deadline() >= request.knownDeadline()
        && stored.sequence() >= request.from()
        && isComplete(stored);
  }

  Outcome<SyncReply> replace(ReplaceRequest request, long now) {
    StoredRecord stored = record(request.nodeId());
    if (stored != null && stored.sequence() >= request.to()) {
      return Outcome.silent(reply(true, now));
    }
    if (!partitions.isStaged(request)) {
      return Outcome.silent(reply(false, now));
    }
    partitions.replace(request, now + request.keepMillis());
    List<FeedMessage> published =
        renew(
            stored,
            request,
            now,
            record ->
                request.staged() > 0 // more than a message should carry
                    ? Changed.nothing(record)
                    : Changed.whole(record, request.entries()));
    return new Outcome<>(reply(true, now), published);
  }

  private SyncReply reply(boolean known, long now) {
    return SyncReply.of(known, now, registers.revision(), records());
  }

  /** Writes the node's record, and answers what is published. */
  private List<FeedMessage> renew(
      @Nullable StoredRecord stored,
      PartitionWrite request,
      long now,
      Function<StoredRecord, Changed> change) {
    long keepUntil = now + request.keepMillis();
    boolean wasDraining = stored != null && stored.draining();
    StoredRecord record =
        StoredRecord.builder(request.nodeId())
            .deadline(now + request.leaseMillis())
            .leaseMillis(request.leaseMillis())
            .sequence(request.to())
            .users(partitions.sizeOf(request.nodeId()))
            .draining(wasDraining || request.draining())
            .wallOffset(request.wallOffset())
            .build();
    keepRecordsUntil = records.isEmpty() ? keepUntil : Math.max(keepRecordsUntil, keepUntil);
    records.put(request.nodeId(), record);
    List<FeedMessage> published = new ArrayList<>(2);
    if (stored == null || record.sequence() > stored.sequence()) {
      published.add(change.apply(record));
    }
    if (record.draining() && !wasDraining) {
      published.add(Draining.of(record));
    }
    return published;
  }

  void stage(StageRequest request, long now) {
    partitions.stage(request, now + request.keepMillis());
  }

  Outcome<EvictReply> evict(EvictRequest request, long now) {
    if (!request.callerId().equals(request.nodeId()) && !knowsCaller(request)) {
      return Outcome.silent(EvictReply.unknown(now));
    }
    StoredRecord stored = record(request.nodeId());
    if (stored == null) {
      return Outcome.silent(EvictReply.gone(now));
    }
    if (stored.deadline() != request.deadline()) {
      return Outcome.silent(EvictReply.alive(stored.deadline(), now));
    }
    records.remove(request.nodeId());
    partitions.remove(request.nodeId());
    return new Outcome<>(
        EvictReply.gone(now), List.of(Gone.of(request.nodeId(), stored.sequence())));
  }

  private boolean knowsCaller(EvictRequest request) {
    StoredRecord caller = record(request.callerId());
    return caller != null && caller.deadline() >= request.callerDeadline();
  }

  Outcome<SetReply> set(SetRequest request, long now) {
    return registers.merge(request, now);
  }

  PartitionPage readPartition(String nodeId, String after, int pageSize) {
    StoredRecord record = record(nodeId);
    if (record == null || !isComplete(record)) {
      return PartitionPage.none();
    }
    Page<String> page = Page.of(partitions.entriesAfter(nodeId, after), pageSize);
    return PartitionPage.of(record, page.content(), page.next());
  }

  StoredUsers readUsers(Set<String> userIds, long now) {
    List<StoredPartition> parts = new ArrayList<>();
    for (StoredRecord record : records()) {
      if (record.deadline() > now && isComplete(record)) {
        parts.add(StoredPartition.of(record, partitions.entries(record.nodeId(), userIds)));
      }
    }
    return StoredUsers.of(parts, registers.of(userIds));
  }

  RegisterPage readRegisters(String after, int pageSize) {
    Page<Registers> page = Page.of(registers.after(after), pageSize);
    return RegisterPage.of(registers.revision(), page.content(), page.next());
  }

  private @Nullable StoredRecord record(String nodeId) {
    return records.get(nodeId);
  }

  private List<StoredRecord> records() {
    return List.copyOf(records.values());
  }

  private boolean isComplete(StoredRecord record) {
    return record.users() == partitions.sizeOf(record.nodeId());
  }
}
