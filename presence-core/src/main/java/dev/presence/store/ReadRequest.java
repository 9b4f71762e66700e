package dev.presence.store;

import java.util.Set;

/** What to read of a workspace. */
public sealed interface ReadRequest {

  /** The page to begin with. */
  String FIRST_PAGE = "";

  /** Which workspace. */
  String workspaceId();

  /**
   * A page of the partition of one node. The first page of a small partition holds all of it; what
   * follows is named by {@link StoredWorkspace#next()}.
   *
   * @param page {@link #FIRST_PAGE}, or the {@code next} of the page before
   */
  record Partition(String workspaceId, String nodeId, String page) implements ReadRequest {

    /** The first page. */
    public Partition(String workspaceId, String nodeId) {
      this(workspaceId, nodeId, FIRST_PAGE);
    }
  }

  /**
   * The entries of some users in the partitions of all nodes whose deadline is not over, and the
   * registers of these users.
   */
  record Users(String workspaceId, Set<String> userIds) implements ReadRequest {
    public Users {
      userIds = Set.copyOf(userIds);
    }
  }

  /**
   * A page of all registers.
   *
   * @param page {@link #FIRST_PAGE}, or the {@code next} of the page before
   */
  record AllRegisters(String workspaceId, String page) implements ReadRequest {

    /** The first page. */
    public AllRegisters(String workspaceId) {
      this(workspaceId, FIRST_PAGE);
    }
  }
}
