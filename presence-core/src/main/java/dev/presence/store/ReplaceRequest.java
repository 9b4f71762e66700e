package dev.presence.store;

import java.util.Map;

/**
 * The whole partition of one node in one workspace. It consists of {@link #entries()} and of the
 * pages that were {@linkplain PresenceStore#stage staged} before under the sequence {@link #to()}.
 */
public sealed interface ReplaceRequest extends PartitionWrite {

  /** Begins a request of this node. The partition is empty by default. */
  static Builder builder(String workspaceId, String nodeId) {
    return new Builder(workspaceId, nodeId);
  }

  /** Begins with everything that this request says. */
  default Builder toBuilder() {
    return new Builder(this);
  }

  /** How many users were staged. If any were, {@link #entries()} is empty. */
  int staged();

  /** A request in the making. For use by one thread. */
  final class Builder extends PartitionWriteBuilder<Builder> {

    private int staged;

    private Builder(String workspaceId, String nodeId) {
      super(workspaceId, nodeId);
    }

    private Builder(ReplaceRequest request) {
      super(request);
      staged = request.staged();
    }

    @Override
    Builder self() {
      return this;
    }

    /** See {@link ReplaceRequest#staged()}. Default: 0. */
    public Builder staged(int value) {
      staged = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException if there are more than {@value PresenceStore#MOST_USERS}
     *     entries, or entries besides staged users
     */
    public ReplaceRequest build() {
      return new ReplaceRequestValue(
          workspaceId, nodeId, to, entries, leaseMillis, keepMillis, draining, wallOffset, staged);
    }
  }
}

record ReplaceRequestValue(
    String workspaceId,
    String nodeId,
    long to,
    Map<String, String> entries,
    long leaseMillis,
    long keepMillis,
    boolean draining,
    long wallOffset,
    int staged)
    implements ReplaceRequest {

  ReplaceRequestValue {
    entries = Map.copyOf(entries);
    if (entries.size() > PresenceStore.MOST_USERS) {
      throw new IllegalArgumentException(
          "a partition of %d users; at most %d fit into one call, so stage its pages first"
              .formatted(entries.size(), PresenceStore.MOST_USERS));
    }
    if (staged > 0 && !entries.isEmpty()) {
      throw new IllegalArgumentException(
          "%d users were staged and %d entries given; stage all of a partition or nothing of it"
              .formatted(staged, entries.size()));
    }
  }
}
