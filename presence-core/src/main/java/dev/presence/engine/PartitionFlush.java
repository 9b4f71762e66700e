package dev.presence.engine;

import dev.presence.store.PresenceStore;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store still has to be told of this node's partition. One flush is in flight at a time;
 * everything that happens meanwhile joins the next one. A flush that failed may have been applied
 * all the same, so the next one repeats or covers it. Pure state, confined to the owner.
 */
final class PartitionFlush {

  /**
   * What to send: the entries of {@code users} after the change, those without one being removed.
   *
   * @param users at which touch each of them changed last
   */
  record Flush(long knownDeadline, long from, long to, boolean whole, Map<String, Long> users) {

    Map<String, String> entries(LocalPartition partition) {
      Map<String, String> result = new HashMap<>();
      for (String user : whole ? partition.entries().keySet() : users.keySet()) {
        Entry entry = partition.entry(user);
        if (entry != null) {
          result.put(user, entry.encode());
        }
      }
      return result;
    }

    Set<String> removed(LocalPartition partition) {
      if (whole) {
        return Set.of();
      }
      Set<String> result = new HashSet<>(users.keySet());
      result.removeIf(user -> partition.entry(user) != null);
      return result;
    }
  }

  private final Sequence sequence;

  /** The users whose entries the store does not have yet, and at which touch they changed last. */
  private Map<String, Long> dirty = new LinkedHashMap<>();

  private long touches;
  private @Nullable Flush inFlight;
  private boolean renumber;

  /** The store's clock went back, and the store has nothing of a later sequence yet. */
  private boolean wentBack;

  private long base;
  private long deadline;

  PartitionFlush(Sequence sequence) {
    this.sequence = sequence;
  }

  /** The user's entry changed. */
  void touch(String userId) {
    dirty.put(userId, ++touches);
  }

  /**
   * Gives every flush from now on a sequence of its own, even if no entry changed: a heartbeat from
   * before it that arrives late then comes too late to renew anything.
   */
  void renumber() {
    renumber = true;
  }

  boolean isInFlight() {
    return inFlight != null;
  }

  /** True when the store does not hold what it should, as far as it has answered. */
  boolean isBehind() {
    return base == 0 || wentBack || !dirty.isEmpty() || inFlight != null;
  }

  /** The own deadline as the store answered it last; 0 before. */
  long deadline() {
    return deadline;
  }

  /**
   * Takes what there is to tell; a mere heartbeat when that is nothing. Of many changes it takes as
   * many as one call should tell, those of a flush that failed first, so that it covers them.
   */
  Flush next() {
    boolean whole = base == 0;
    Map<String, Long> users = whole ? dirty : take(PresenceStore.MOST_USERS);
    long to = whole || renumber || wentBack || !users.isEmpty() ? sequence.next() : base;
    Flush flush = new Flush(whole ? 0 : deadline, base, to, whole, users);
    dirty = whole ? new LinkedHashMap<>() : dirty;
    inFlight = flush;
    return flush;
  }

  /** True when the flush under way holds everything that was touched. */
  boolean isAllTaken() {
    return dirty.isEmpty();
  }

  private Map<String, Long> take(int most) {
    Map<String, Long> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Long>> users = dirty.entrySet().iterator();
    while (users.hasNext() && taken.size() < most) {
      Map.Entry<String, Long> user = users.next();
      taken.put(user.getKey(), user.getValue());
      users.remove();
    }
    return taken;
  }

  /** The store did not answer, and may or may not have done it. */
  void failed() {
    takeBack();
  }

  /** The store answered the flush under way; true when it now holds what the flush said. */
  boolean answered(SyncReply reply, String nodeId) {
    Flush flush = inFlight;
    StoredRecord own = recordOf(nodeId, reply);
    if (flush != null && isHeld(flush, reply, own)) {
      inFlight = null;
      base = flush.to();
      acknowledged(flush, own);
      return true;
    }
    if (own != null) {
      sequence.exceed(own.sequence());
    }
    takeBack();
    base = 0;
    return false;
  }

  /**
   * A deadline that is not later than the last one shows that the store's clock went back. Older
   * data of the store then has no earlier deadline, so only a new sequence shows that it is older.
   */
  private void acknowledged(Flush flush, @Nullable StoredRecord own) {
    if (own != null) {
      wentBack = flush.to() == flush.from() && own.deadline() <= deadline;
      deadline = own.deadline();
    }
  }

  /**
   * The store answered a flush that had {@linkplain #failed() failed}; true when it holds what that
   * flush said. Users who changed since stay dirty.
   */
  boolean answeredLate(Flush flush, SyncReply reply, String nodeId) {
    StoredRecord own = recordOf(nodeId, reply);
    boolean isNews = flush.to() > base || (flush.to() == base && own != null);
    if (!isNews || !isHeld(flush, reply, own) || own == null) {
      return false;
    }
    base = flush.to();
    deadline = Math.max(deadline, own.deadline());
    flush.users().forEach((user, touch) -> dirty.remove(user, touch));
    return true;
  }

  /** The store says late that it has forgotten this node; what is under way may be too small. */
  void forgotten() {
    if (inFlight == null || !inFlight.whole()) {
      base = 0;
    }
  }

  private static boolean isHeld(Flush flush, SyncReply reply, @Nullable StoredRecord own) {
    return reply.known() && own != null && own.sequence() == flush.to();
  }

  private void takeBack() {
    if (inFlight != null) {
      Map<String, Long> again = new LinkedHashMap<>(inFlight.users());
      again.putAll(dirty); // a later touch replaces the earlier one
      dirty = again;
      inFlight = null;
    }
  }

  private static @Nullable StoredRecord recordOf(String nodeId, SyncReply reply) {
    for (StoredRecord record : reply.records()) {
      if (record.nodeId().equals(nodeId)) {
        return record;
      }
    }
    return null;
  }
}
