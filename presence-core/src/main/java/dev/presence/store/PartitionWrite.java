package dev.presence.store;

import java.util.Map;

/**
 * What {@link SyncRequest} and {@link ReplaceRequest} have in common. Both renew a node's lease.
 */
public sealed interface PartitionWrite permits SyncRequest, ReplaceRequest {

  /** Which workspace. */
  String workspaceId();

  /** Which node. */
  String nodeId();

  /** The sequence of the partition after the write. */
  long to();

  /** Entries to write, by user id. */
  Map<String, String> entries();

  /** How long the lease is from now on. */
  long leaseMillis();

  /** How long record and partition are kept without another write of this node. */
  long keepMillis();

  /** True in the last write of a node that stops. */
  boolean draining();

  /**
   * The node's wall clock minus the store's clock as the node estimates it, in milliseconds. The
   * record keeps it.
   */
  long wallOffset();
}
