package dev.presence.engine;

import dev.presence.store.StoredRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * The nodes that are gone, up to which sequence: late messages, reads and replies of theirs must
 * not bring them back. Remembered for two leases, as the store keeps what they wrote for so long.
 * Owned by {@link Peers}.
 */
final class DepartedNodes {

  private record Departed(long sequence, long deadline, long since, long forgetAt) {}

  private final Map<String, Departed> byNode = new HashMap<>();

  /**
   * Notes that a node is gone.
   *
   * @param deadline the last that was known of it; {@code Long.MAX_VALUE} when none was
   * @param leaseMillis the lease of that node
   */
  void note(String nodeId, long sequence, long deadline, long ticks, long leaseMillis) {
    Departed before = byNode.get(nodeId);
    long highest = before == null ? sequence : Math.max(before.sequence(), sequence);
    byNode.put(nodeId, new Departed(highest, deadline, ticks, ticks + 2 * leaseMillis));
  }

  /** True for what was said before the node was gone; a higher sequence is of its return. */
  boolean covers(String nodeId, long sequence) {
    Departed gone = byNode.get(nodeId);
    return gone != null && sequence <= gone.sequence();
  }

  /**
   * True when a record in the reply to a sync that was sent then shows that the node has renewed
   * its lease since it was gone: a store that was rolled back may have its old record again, so
   * that it need not write under a new sequence.
   *
   * @param listed the deadline in the reply before; {@code Long.MAX_VALUE} when that reply did not
   *     list the node
   */
  boolean isBack(StoredRecord record, long listed, long sentAt) {
    Departed gone = byNode.get(record.nodeId());
    return gone != null
        && sentAt > gone.since()
        && record.deadline() > Math.min(gone.deadline(), listed);
  }

  void forget(String nodeId) {
    byNode.remove(nodeId);
  }

  void forgetThoseBefore(long ticks) {
    byNode.values().removeIf(gone -> gone.forgetAt() <= ticks);
  }
}
