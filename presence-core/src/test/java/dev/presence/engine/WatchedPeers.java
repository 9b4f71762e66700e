package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.store.EvictReply;
import dev.presence.store.FeedMessage;
import dev.presence.store.Registers;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The peers of a node called "me" with the three clocks they are told, which run together unless a
 * test moves one alone; notes what they ask for.
 */
final class WatchedPeers implements Peers.Needs {

  static final long LEASE = 60_000;
  static final Entry ACTIVE = new Entry(Activity.ACTIVE, 1, 1);
  static final Entry AWAY = new Entry(Activity.AWAY, 1, 1);

  final Peers peers = new Peers("me", LEASE, EnumSet.allOf(LeaseRule.class), this);
  final List<String> loads = new ArrayList<>();
  final List<String> gone = new ArrayList<>();
  final Set<String> refreshed = new HashSet<>();
  final Set<String> unreadable = new HashSet<>();
  int syncs;

  long contact = 500;
  long ticks = 900_000;
  long storeNow = 1_700_000_000_000L;
  long wallOffset;

  Peers.Clocks clocks() {
    return new Peers.Clocks(ticks, contact, storeNow + wallOffset);
  }

  /** Time passes while the store answers. */
  void pass(long millis) {
    contact += millis;
    passWithoutContact(millis);
  }

  void passWithoutContact(long millis) {
    ticks += millis;
    storeNow += millis;
  }

  /** A node's record with so much left of its lease. */
  StoredRecord record(String nodeId, long left, long sequence, int users) {
    return record(nodeId, storeNow + left).sequence(sequence).users(users).build();
  }

  /** A record with this deadline and the usual lease, in the making. */
  static StoredRecord.Builder record(String nodeId, long deadline) {
    return StoredRecord.builder(nodeId).deadline(deadline).leaseMillis(LEASE);
  }

  static StoredRecord draining(StoredRecord record, long leaseMillis, long deadline) {
    return record.toBuilder().deadline(deadline).leaseMillis(leaseMillis).draining(true).build();
  }

  /** A sync that was sent and answered at this moment. */
  List<StoredRecord> reply(StoredRecord... records) {
    return replyToSyncSentAt(ticks, records);
  }

  List<StoredRecord> replyToSyncSentAt(long sentAt, StoredRecord... records) {
    return peers.replied(
        SyncReply.of(true, storeNow, "", List.of(records)), false, sentAt, clocks());
  }

  /** The store has taken the whole partition of this node. */
  void replyToWhole(StoredRecord... records) {
    peers.replied(SyncReply.of(true, storeNow, "", List.of(records)), true, ticks, clocks());
  }

  /** The store says that it does not know this node. */
  void replyUnknown(StoredRecord... records) {
    peers.replied(SyncReply.of(false, storeNow, "", List.of(records)), false, ticks, clocks());
  }

  void load(StoredRecord record, Map<String, Entry> entries) {
    Map<String, String> encoded = new HashMap<>();
    entries.forEach((user, entry) -> encoded.put(user, entry.encode()));
    peers.loaded(record.nodeId(), StoredPartition.of(record, encoded), clocks());
  }

  /** Lists a node at full lease, and loads its partition. */
  StoredRecord show(String nodeId, long sequence, String... users) {
    StoredRecord record = record(nodeId, LEASE, sequence, users.length);
    reply(record);
    load(record, entries(users));
    return record;
  }

  static Map<String, Entry> entries(String... users) {
    Map<String, Entry> entries = new HashMap<>();
    for (String user : users) {
      entries.put(user, ACTIVE);
    }
    return entries;
  }

  /** The feed tells that a node's users came and left. */
  void hear(String nodeId, long from, long to, Set<String> came, Set<String> left) {
    hear(nodeId, from, to, FeedMessage.Content.DIFFERENCE, came, left);
  }

  void hear(
      String nodeId,
      long from,
      long to,
      FeedMessage.Content content,
      Set<String> came,
      Set<String> left) {
    Map<String, String> encoded = new HashMap<>();
    came.forEach(user -> encoded.put(user, ACTIVE.encode()));
    StoredRecord record = record(nodeId, LEASE, to, encoded.size());
    peers.heard(
        switch (content) {
          case DIFFERENCE -> FeedMessage.Changed.difference(record, from, encoded, left);
          case WHOLE -> FeedMessage.Changed.whole(record, encoded);
          case NOTHING -> FeedMessage.Changed.nothing(record);
        },
        clocks());
  }

  void hearGone(String nodeId, long sequence) {
    peers.heard(FeedMessage.Gone.of(nodeId, sequence), ticks);
  }

  void evicted(Peer peer, EvictReply.Verdict verdict, long deadline) {
    EvictReply reply =
        switch (verdict) {
          case GONE -> EvictReply.gone(storeNow);
          case ALIVE -> EvictReply.alive(deadline, storeNow);
          case UNKNOWN -> EvictReply.unknown(storeNow);
        };
    peers.evicted(peer, reply, ticks, clocks());
  }

  List<Peer> overdue() {
    return peers.overdue(contact, ticks);
  }

  /** How long until the next countdown ends, on the contact clock. */
  long countdown() {
    return peers.earliestDue() - contact;
  }

  boolean isOnline(String userId) {
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    peers.collect(userId, staying, draining);
    return StatusRule.decide(staying, draining, Registers.NONE, 0, 0).self().isOnline();
  }

  @Override
  public void refresh(Set<String> userIds) {
    refreshed.addAll(userIds);
  }

  @Override
  public void load(String nodeId) {
    loads.add(nodeId);
  }

  @Override
  public void sync() {
    syncs++;
  }

  @Override
  public void gone(String nodeId) {
    gone.add(nodeId);
  }

  @Override
  public void unreadable(String nodeId, Set<String> userIds) {
    unreadable.addAll(userIds);
  }
}
