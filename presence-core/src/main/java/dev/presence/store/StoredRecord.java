package dev.presence.store;

/**
 * A node's line in a workspace's list of nodes.
 *
 * @param nodeId which node
 * @param deadline when its lease ends, on the store's clock
 * @param leaseMillis how long the lease is that ends there
 * @param sequence the last change of its partition that is stored
 * @param users the number of users in its partition
 * @param draining true once the node said that it stops
 * @param wallOffset the node's wall clock minus the store's clock when it last renewed the lease,
 *     in milliseconds; nodes whose wall clocks agree find out by it that the store's clock jumped
 */
public record StoredRecord(
    String nodeId,
    long deadline,
    long leaseMillis,
    long sequence,
    int users,
    boolean draining,
    long wallOffset) {

  /** A record of a node whose wall clock agrees with the store's. */
  public StoredRecord(
      String nodeId, long deadline, long leaseMillis, long sequence, int users, boolean draining) {
    this(nodeId, deadline, leaseMillis, sequence, users, draining, 0);
  }
}
