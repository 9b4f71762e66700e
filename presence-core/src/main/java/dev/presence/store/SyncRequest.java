package dev.presence.store;

import java.util.Map;
import java.util.Set;

/** A heartbeat of one node for one workspace, with what changed since the store answered last. */
public sealed interface SyncRequest extends PartitionWrite {

  /** Begins a request of this node. Nothing is changed by default. */
  static Builder builder(String workspaceId, String nodeId) {
    return new Builder(workspaceId, nodeId);
  }

  /** Begins with everything that this request says. */
  default Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The sequence that the store acknowledged last. The change fits any state from there up to
   * before {@link #to()}. Equal to {@code to} if nothing changed.
   */
  long from();

  /** Users who have no entry after the change. */
  Set<String> removed();

  /** The deadline that the store answered last, or 0. */
  long knownDeadline();

  /** A request in the making. For use by one thread. */
  final class Builder extends PartitionWriteBuilder<Builder> {

    private long from;
    private Set<String> removed = Set.of();
    private long knownDeadline;

    private Builder(String workspaceId, String nodeId) {
      super(workspaceId, nodeId);
    }

    private Builder(SyncRequest request) {
      super(request);
      from = request.from();
      removed = request.removed();
      knownDeadline = request.knownDeadline();
    }

    @Override
    Builder self() {
      return this;
    }

    /** See {@link SyncRequest#from()}. */
    public Builder from(long value) {
      from = value;
      return this;
    }

    /** See {@link SyncRequest#removed()}. Default: nobody. */
    public Builder removed(Set<String> value) {
      removed = value;
      return this;
    }

    /** See {@link SyncRequest#knownDeadline()}. Default: 0. */
    public Builder knownDeadline(long value) {
      knownDeadline = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException if entries and removed users together are more than {@value
     *     PresenceStore#MOST_USERS}
     */
    public SyncRequest build() {
      return new SyncRequestValue(
          workspaceId,
          nodeId,
          to,
          entries,
          leaseMillis,
          keepMillis,
          draining,
          wallOffset,
          from,
          removed,
          knownDeadline);
    }
  }
}

record SyncRequestValue(
    String workspaceId,
    String nodeId,
    long to,
    Map<String, String> entries,
    long leaseMillis,
    long keepMillis,
    boolean draining,
    long wallOffset,
    long from,
    Set<String> removed,
    long knownDeadline)
    implements SyncRequest {

  SyncRequestValue {
    entries = Map.copyOf(entries);
    removed = Set.copyOf(removed);
    if (entries.size() + removed.size() > PresenceStore.MOST_USERS) {
      throw new IllegalArgumentException(
          "a sync of %d users; at most %d fit, so send several"
              .formatted(entries.size() + removed.size(), PresenceStore.MOST_USERS));
    }
  }
}
