package dev.presence.spi;

/**
 * A node's line in a workspace's list of nodes.
 *
 * @param nodeId which node
 * @param deadline when its lease ends, on the store's clock
 * @param leaseMillis how long the lease is that ends there
 * @param sequence the last change of its partition that is stored
 * @param users the number of users in its partition
 * @param leaving true once the node said that it stops
 */
public record StoredRecord(
    String nodeId, long deadline, long leaseMillis, long sequence, int users, boolean leaving) {}
