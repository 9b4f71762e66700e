package com.example.store;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Draining;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.FeedMessage.RegistersSet;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One workspace in one transaction that holds its lock: what each question of the contract does to
 * the tables. What has expired is removed first, so no method below has to think of it.
 */
final class LockedWorkspace {

  private static final int PAGE = 1_000;
  private static final long MESSAGES_KEPT_MILLIS = 60_000;

  private final Transaction tx;
  private final String id;
  private final EntryTable entries;
  private final RegisterTable registers;
  private final long now;
  private long lastMessage;
  private long recordsUntil;
  private String revision;
  private long registersUntil;

  /** A record, and how long its entries are kept. */
  private record Node(StoredRecord record, long entriesUntil) {}

  private record Row(long lastMessage, long recordsUntil, String revision, long registersUntil) {}

  private LockedWorkspace(Transaction tx, String id, Row row) throws SQLException {
    this.tx = tx;
    this.id = id;
    this.entries = new EntryTable(tx, id);
    this.registers = new RegisterTable(tx, id);
    this.now = tx.now(); // after the wait for the lock
    this.lastMessage = row.lastMessage;
    this.recordsUntil = row.recordsUntil;
    this.revision = row.revision;
    this.registersUntil = row.registersUntil;
  }

  /** Waits for the workspace, or answers null if the database has no row for it yet. */
  static @Nullable LockedWorkspace lock(Transaction tx, String id) throws SQLException {
    List<Row> rows =
        tx.query(
            "SELECT last_message, records_until, revision, registers_until"
                + " FROM presence_workspace WHERE id = ? FOR UPDATE",
            row -> new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)),
            id);
    if (rows.isEmpty()) {
      return null;
    }
    LockedWorkspace workspace = new LockedWorkspace(tx, id, rows.get(0));
    workspace.expire();
    return workspace;
  }

  private void expire() throws SQLException {
    if (recordsUntil > 0 && recordsUntil <= now) {
      tx.update("DELETE FROM presence_node WHERE workspace = ?", id);
      recordsUntil = 0;
      save();
    }
    if (registersUntil > 0 && registersUntil <= now) {
      registers.clear();
      revision = "";
      registersUntil = 0;
      save();
    }
  }

  private void save() throws SQLException {
    tx.update(
        "UPDATE presence_workspace"
            + " SET last_message = ?, records_until = ?, revision = ?, registers_until = ?"
            + " WHERE id = ?",
        lastMessage,
        recordsUntil,
        revision,
        registersUntil,
        id);
  }

  /** Removes what no answer contains any more. */
  void sweep() throws SQLException {
    entries.sweep(now);
    tx.update(
        "DELETE FROM presence_message WHERE workspace = ? AND published_at <= ?",
        id,
        now - MESSAGES_KEPT_MILLIS);
  }

  // ---------------------------------------------------------------- nodes

  SyncReply sync(SyncRequest request) throws SQLException {
    Node stored = node(request.nodeId());
    boolean known =
        stored != null
            && stored.record.deadline() >= request.knownDeadline()
            && stored.record.sequence() >= request.from()
            && isComplete(stored);
    if (known && stored.record.sequence() <= request.to()) {
      entries.remove(request.nodeId(), request.removed());
      entries.put(request.nodeId(), request.entries());
      renew(
          stored.record,
          request,
          record ->
              Changed.difference(record, request.from(), request.entries(), request.removed()));
    }
    return reply(known);
  }

  SyncReply replace(ReplaceRequest request) throws SQLException {
    Node stored = node(request.nodeId());
    if (stored != null && stored.record.sequence() >= request.to()) {
      return reply(true);
    }
    boolean isStaged = request.staged() > 0;
    if (isStaged && entries.staged(request.nodeId(), request.to(), now) != request.staged()) {
      return reply(false);
    }
    entries.removeAll(request.nodeId());
    if (isStaged) {
      entries.moveStaged(request.nodeId(), request.to());
    } else {
      entries.put(request.nodeId(), request.entries());
    }
    renew(
        stored == null ? null : stored.record,
        request,
        record -> isStaged ? Changed.nothing(record) : Changed.whole(record, request.entries()));
    return reply(true);
  }

  Void stage(StageRequest request) throws SQLException {
    entries.stage(request, now + request.keepMillis());
    return null;
  }

  /** Writes the record and publishes what is new in it. */
  private void renew(
      @Nullable StoredRecord stored, PartitionWrite write, Function<StoredRecord, Changed> change)
      throws SQLException {
    boolean wasDraining = stored != null && stored.draining();
    StoredRecord record =
        StoredRecord.builder(write.nodeId())
            .deadline(now + write.leaseMillis())
            .leaseMillis(write.leaseMillis())
            .sequence(write.to())
            .users(entries.size(write.nodeId()))
            .draining(wasDraining || write.draining())
            .wallOffset(write.wallOffset())
            .build();
    writeNode(record, now + write.keepMillis());
    recordsUntil = Math.max(recordsUntil, now + write.keepMillis());
    save();
    if (stored == null || record.sequence() > stored.sequence()) {
      publish(MessageText.of(change.apply(record)));
    }
    if (record.draining() && !wasDraining) {
      publish(MessageText.of(Draining.of(record)));
    }
  }

  private SyncReply reply(boolean known) throws SQLException {
    return SyncReply.of(known, now, revision, nodes().stream().map(Node::record).toList());
  }

  EvictReply evict(EvictRequest request) throws SQLException {
    Node caller = node(request.callerId());
    boolean callerIsKnown = caller != null && caller.record.deadline() >= request.callerDeadline();
    if (!callerIsKnown && !request.callerId().equals(request.nodeId())) {
      return EvictReply.unknown(now);
    }
    Node stored = node(request.nodeId());
    if (stored == null) {
      return EvictReply.gone(now);
    }
    if (stored.record.deadline() != request.deadline()) {
      return EvictReply.alive(stored.record.deadline(), now);
    }
    removeNode(request.nodeId());
    entries.removeAll(request.nodeId());
    publish(MessageText.of(Gone.of(request.nodeId(), stored.record.sequence())));
    return EvictReply.gone(now);
  }

  PartitionPage readPartition(String nodeId, String page) throws SQLException {
    Node node = node(nodeId);
    if (node == null || !isComplete(node)) {
      return PartitionPage.none();
    }
    List<Map.Entry<String, String>> found = entries.after(nodeId, page, PAGE);
    Map<String, String> content = new HashMap<>();
    found.forEach(entry -> content.put(entry.getKey(), entry.getValue()));
    String next = found.size() < PAGE ? null : found.get(PAGE - 1).getKey();
    return PartitionPage.of(node.record, content, next);
  }

  private Node readNode(ResultSet row) throws SQLException {
    StoredRecord record =
        StoredRecord.builder(row.getString("id"))
            .deadline(row.getLong("deadline"))
            .leaseMillis(row.getLong("lease"))
            .sequence(row.getLong("sequence"))
            .users(row.getInt("users"))
            .draining(row.getBoolean("draining"))
            .wallOffset(row.getLong("wall_offset"))
            .build();
    return new Node(record, row.getLong("entries_until"));
  }

  private List<Node> nodes() throws SQLException {
    return tx.query("SELECT * FROM presence_node WHERE workspace = ?", this::readNode, id);
  }

  private @Nullable Node node(String nodeId) throws SQLException {
    List<Node> found =
        tx.query(
            "SELECT * FROM presence_node WHERE workspace = ? AND id = ?",
            this::readNode,
            id,
            nodeId);
    return found.isEmpty() ? null : found.get(0);
  }

  private void writeNode(StoredRecord record, long entriesUntil) throws SQLException {
    removeNode(record.nodeId());
    tx.update(
        "INSERT INTO presence_node (workspace, id, deadline, lease, sequence, users, draining,"
            + " wall_offset, entries_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        record.nodeId(),
        record.deadline(),
        record.leaseMillis(),
        record.sequence(),
        record.users(),
        record.draining(),
        record.wallOffset(),
        entriesUntil);
  }

  private void removeNode(String nodeId) throws SQLException {
    tx.update("DELETE FROM presence_node WHERE workspace = ? AND id = ?", id, nodeId);
  }

  private boolean isComplete(Node node) throws SQLException {
    int size = node.entriesUntil > now ? entries.size(node.record.nodeId()) : 0;
    return size == node.record.users();
  }

  // ---------------------------------------------------------------- users

  StoredUsers readUsers(Set<String> userIds) throws SQLException {
    Map<String, Map<String, String>> byNode = entries.of(userIds);
    List<StoredPartition> partitions = new ArrayList<>();
    for (Node node : nodes()) {
      Map<String, String> found = byNode.get(node.record.nodeId());
      if (found != null && node.record.deadline() > now && isComplete(node)) {
        partitions.add(StoredPartition.of(node.record, found));
      }
    }
    return StoredUsers.of(partitions, registers.of(userIds));
  }

  SetReply set(SetRequest request) throws SQLException {
    Map<String, Registers> changed = new HashMap<>();
    Map<String, Registers> stored = registers.of(request.registers().keySet());
    request
        .registers()
        .forEach(
            (user, given) -> {
              Registers old = stored.getOrDefault(user, Registers.NONE);
              Registers merged = old.merge(given);
              if (!merged.equals(old)) {
                changed.put(user, merged);
              }
            });
    String before = revision;
    if (!changed.isEmpty()) {
      registers.put(changed);
      revision = request.revision();
      registersUntil = now + request.keepMillis();
      publish(MessageText.of(RegistersSet.of(before, revision, changed)));
    }
    return SetReply.of(before, revision);
  }

  RegisterPage readRegisters(String page) throws SQLException {
    List<String> users = registers.usersAfter(page, PAGE);
    String next = users.size() < PAGE ? null : users.get(PAGE - 1);
    return RegisterPage.of(revision, registers.of(Set.copyOf(users)), next);
  }

  // ---------------------------------------------------------------- messages

  /** The number is given under the lock, so messages become visible in the order of numbers. */
  private void publish(String content) throws SQLException {
    lastMessage++;
    tx.update(
        "INSERT INTO presence_message (workspace, number, published_at, content)"
            + " VALUES (?, ?, ?, ?)",
        id,
        lastMessage,
        now,
        content);
    save();
  }
}
