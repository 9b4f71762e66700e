package dev.presence.store;

/** A node's line in a workspace's list of nodes. Two records are equal if all their parts are. */
public sealed interface StoredRecord {

  /** Begins a record of this node. Numbers are 0 by default. */
  static Builder builder(String nodeId) {
    return new Builder(nodeId);
  }

  /** Begins with everything that this record says. */
  default Builder toBuilder() {
    return builder(nodeId())
        .deadline(deadline())
        .leaseMillis(leaseMillis())
        .sequence(sequence())
        .users(users())
        .draining(draining())
        .wallOffset(wallOffset());
  }

  /** Which node. */
  String nodeId();

  /** When its lease ends, on the store's clock. */
  long deadline();

  /** How long the lease is that ends there. */
  long leaseMillis();

  /** The last change of its partition that is stored. */
  long sequence();

  /** The number of users in its partition. */
  int users();

  /** True once the node said that it stops. */
  boolean draining();

  /**
   * The node's wall clock minus the store's clock when it last renewed the lease, in milliseconds.
   * Nodes whose wall clocks agree can see from it that the store's clock jumped.
   */
  long wallOffset();

  /** A record in the making. Each setter is described at the getter of the same name. */
  final class Builder {

    private final String nodeId;
    private long deadline;
    private long leaseMillis;
    private long sequence;
    private int users;
    private boolean draining;
    private long wallOffset;

    private Builder(String nodeId) {
      this.nodeId = nodeId;
    }

    /** See {@link StoredRecord#deadline()}. */
    public Builder deadline(long value) {
      deadline = value;
      return this;
    }

    /** See {@link StoredRecord#leaseMillis()}. */
    public Builder leaseMillis(long value) {
      leaseMillis = value;
      return this;
    }

    /** See {@link StoredRecord#sequence()}. */
    public Builder sequence(long value) {
      sequence = value;
      return this;
    }

    /** See {@link StoredRecord#users()}. */
    public Builder users(int value) {
      users = value;
      return this;
    }

    /** See {@link StoredRecord#draining()}. */
    public Builder draining(boolean value) {
      draining = value;
      return this;
    }

    /** See {@link StoredRecord#wallOffset()}. */
    public Builder wallOffset(long value) {
      wallOffset = value;
      return this;
    }

    /** The record. */
    public StoredRecord build() {
      return new StoredRecordValue(
          nodeId, deadline, leaseMillis, sequence, users, draining, wallOffset);
    }
  }
}

record StoredRecordValue(
    String nodeId,
    long deadline,
    long leaseMillis,
    long sequence,
    int users,
    boolean draining,
    long wallOffset)
    implements StoredRecord {}
