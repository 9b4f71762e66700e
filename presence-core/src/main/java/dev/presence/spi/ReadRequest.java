package dev.presence.spi;

import java.util.Set;

/** What to read of a workspace. */
public sealed interface ReadRequest {

  /** Which workspace. */
  String workspaceId();

  /** The whole partition of one node. */
  record Partition(String workspaceId, String nodeId) implements ReadRequest {}

  /**
   * The entries of some users in the partitions of all nodes whose deadline is not over, and the
   * claims of these users.
   */
  record Users(String workspaceId, Set<String> userIds) implements ReadRequest {
    public Users {
      userIds = Set.copyOf(userIds);
    }
  }

  /** All claims. */
  record Claims(String workspaceId) implements ReadRequest {}
}
