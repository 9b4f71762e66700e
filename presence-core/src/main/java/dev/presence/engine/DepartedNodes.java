package dev.presence.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * The nodes that are gone, up to which sequence: late messages, reads and replies of theirs must
 * not bring them back. Remembered for two leases, as the store keeps what they wrote for so long.
 * Owned by {@link Peers}.
 */
final class DepartedNodes {

  private record Departed(long sequence, long forgetAt) {}

  private final Map<String, Departed> byNode = new HashMap<>();

  /** {@code leaseMillis} is the lease of that node. */
  void note(String nodeId, long sequence, long ticks, long leaseMillis) {
    Departed before = byNode.get(nodeId);
    long highest = before == null ? sequence : Math.max(before.sequence(), sequence);
    byNode.put(nodeId, new Departed(highest, ticks + 2 * leaseMillis));
  }

  /** True for what was said before the node was gone; a higher sequence is of its return. */
  boolean covers(String nodeId, long sequence) {
    Departed gone = byNode.get(nodeId);
    return gone != null && sequence <= gone.sequence();
  }

  void forgetThoseBefore(long ticks) {
    byNode.values().removeIf(gone -> gone.forgetAt() <= ticks);
  }
}
