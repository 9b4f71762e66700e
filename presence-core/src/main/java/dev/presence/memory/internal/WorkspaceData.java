package dev.presence.memory.internal;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
import dev.presence.store.ReadRequest;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredWorkspace;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    boolean known = request.whole() ? takes(stored, request) : knows(stored, request);
    List<FeedMessage> published =
        known && !isLate(stored, request) ? apply(stored, request, now) : List.of();
    return new Outcome<>(new SyncReply(known, now, registers.revision(), records()), published);
  }

  private boolean takes(@Nullable StoredRecord stored, SyncRequest request) {
    return isLate(stored, request) || partitions.isStaged(request);
  }

  private boolean knows(@Nullable StoredRecord stored, SyncRequest request) {
    return stored != null
        && stored.deadline() >= request.knownDeadline()
        && stored.sequence() >= request.from()
        && isComplete(stored);
  }

  /** A call that was overtaken by a later one of the same node. */
  private static boolean isLate(@Nullable StoredRecord stored, SyncRequest request) {
    if (stored == null) {
      return false;
    }
    return request.whole() ? stored.sequence() >= request.to() : stored.sequence() > request.to();
  }

  private List<FeedMessage> apply(@Nullable StoredRecord stored, SyncRequest request, long now) {
    long keepUntil = now + request.keepMillis();
    partitions.write(request, keepUntil);
    boolean wasDraining = stored != null && stored.draining();
    StoredRecord record =
        new StoredRecord(
            request.nodeId(),
            now + request.leaseMillis(),
            request.leaseMillis(),
            request.to(),
            partitions.sizeOf(request.nodeId()),
            wasDraining || request.draining(),
            request.wallOffset());
    keepRecordsUntil = records.isEmpty() ? keepUntil : Math.max(keepRecordsUntil, keepUntil);
    records.put(request.nodeId(), record);
    List<FeedMessage> published = new ArrayList<>(2);
    if (stored == null || record.sequence() > stored.sequence()) {
      published.add(Partitions.changed(record, request));
    }
    if (record.draining() && !wasDraining) {
      published.add(new FeedMessage.Draining(record));
    }
    return published;
  }

  void stage(StageRequest request, long now) {
    partitions.stage(request, now + request.keepMillis());
  }

  Outcome<EvictReply> evict(EvictRequest request, long now) {
    if (!request.callerId().equals(request.nodeId()) && !knowsCaller(request)) {
      return Outcome.silent(new EvictReply(Verdict.UNKNOWN, 0, now));
    }
    StoredRecord stored = record(request.nodeId());
    if (stored == null) {
      return Outcome.silent(new EvictReply(Verdict.GONE, 0, now));
    }
    if (stored.deadline() != request.deadline()) {
      return Outcome.silent(new EvictReply(Verdict.ALIVE, stored.deadline(), now));
    }
    records.remove(request.nodeId());
    partitions.remove(request.nodeId());
    return new Outcome<>(
        new EvictReply(Verdict.GONE, 0, now),
        List.of(new FeedMessage.Gone(request.nodeId(), stored.sequence())));
  }

  private boolean knowsCaller(EvictRequest request) {
    StoredRecord caller = record(request.callerId());
    return caller != null && caller.deadline() >= request.callerDeadline();
  }

  Outcome<SetReply> set(SetRequest request, long now) {
    return registers.merge(request, now);
  }

  StoredWorkspace read(ReadRequest request, long now, int pageSize) {
    if (request instanceof ReadRequest.Partition one) {
      return pageOf(one, now, pageSize);
    }
    if (request instanceof ReadRequest.AllRegisters all) {
      Page<Registers> page = Page.of(registers.after(all.page()), pageSize);
      return new StoredWorkspace(now, List.of(), page.content(), registers.revision(), page.next());
    }
    ReadRequest.Users some = (ReadRequest.Users) request;
    return new StoredWorkspace(
        now, partsOf(some.userIds(), now), registers.of(some.userIds()), registers.revision());
  }

  private StoredWorkspace pageOf(ReadRequest.Partition request, long now, int pageSize) {
    StoredRecord record = record(request.nodeId());
    if (record == null || !isComplete(record)) {
      return new StoredWorkspace(now, List.of(), Map.of(), "");
    }
    Page<String> page =
        Page.of(partitions.entriesAfter(request.nodeId(), request.page()), pageSize);
    return new StoredWorkspace(
        now, List.of(new StoredPartition(record, page.content())), Map.of(), "", page.next());
  }

  private List<StoredPartition> partsOf(Set<String> userIds, long now) {
    List<StoredPartition> parts = new ArrayList<>();
    for (StoredRecord record : records()) {
      if (record.deadline() > now && isComplete(record)) {
        parts.add(new StoredPartition(record, partitions.entries(record.nodeId(), userIds)));
      }
    }
    return parts;
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
