package dev.presence.engine;

import dev.presence.spi.StoredRecord;
import dev.presence.spi.SyncReply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
   */
  record Flush(long knownDeadline, long from, long to, boolean whole, Set<String> users) {

    Map<String, String> entries(LocalPartition partition) {
      Map<String, String> result = new HashMap<>();
      for (String user : whole ? partition.entries().keySet() : users) {
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
      Set<String> result = new HashSet<>(users);
      result.removeIf(user -> partition.entry(user) != null);
      return result;
    }
  }

  private final Sequence sequence;
  private Set<String> dirty = new LinkedHashSet<>();
  private @Nullable Flush inFlight;
  private boolean renumber;
  private long base;
  private long deadline;

  PartitionFlush(Sequence sequence) {
    this.sequence = sequence;
  }

  /** The user's entry changed. */
  void touch(String userId) {
    dirty.add(userId);
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
    return base == 0 || !dirty.isEmpty() || inFlight != null;
  }

  /** The own deadline as the store answered it last; 0 before. */
  long deadline() {
    return deadline;
  }

  /** Takes what there is to tell; a mere heartbeat when that is nothing. */
  Flush next() {
    boolean whole = base == 0;
    long to = whole || renumber || !dirty.isEmpty() ? sequence.next() : base;
    Flush flush = new Flush(whole ? 0 : deadline, base, to, whole, dirty);
    dirty = new LinkedHashSet<>();
    inFlight = flush;
    return flush;
  }

  /** The store did not answer, and may or may not have done it. */
  void failed() {
    takeBack();
  }

  /** The store answered; true when it now holds what the flush said. */
  boolean answered(SyncReply reply, String nodeId) {
    Flush flush = inFlight;
    StoredRecord own = recordOf(nodeId, reply);
    if (flush != null && reply.known() && own != null && own.sequence() == flush.to()) {
      inFlight = null;
      base = flush.to();
      deadline = own.deadline();
      return true;
    }
    takeBack();
    base = 0;
    return false;
  }

  private void takeBack() {
    if (inFlight != null) {
      dirty.addAll(inFlight.users());
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
