package dev.presence.store;

import java.util.Map;

/** The common part of the builders. Each setter is described at the getter of the same name. */
abstract sealed class PartitionWriteBuilder<B extends PartitionWriteBuilder<B>>
    permits SyncRequest.Builder, ReplaceRequest.Builder {

  final String workspaceId;
  final String nodeId;
  long to;
  Map<String, String> entries = Map.of();
  long leaseMillis;
  long keepMillis;
  boolean draining;
  long wallOffset;

  PartitionWriteBuilder(String workspaceId, String nodeId) {
    this.workspaceId = workspaceId;
    this.nodeId = nodeId;
  }

  PartitionWriteBuilder(PartitionWrite write) {
    this(write.workspaceId(), write.nodeId());
    to = write.to();
    entries = write.entries();
    leaseMillis = write.leaseMillis();
    keepMillis = write.keepMillis();
    draining = write.draining();
    wallOffset = write.wallOffset();
  }

  abstract B self();

  /** See {@link PartitionWrite#to()}. */
  public B to(long value) {
    to = value;
    return self();
  }

  /** See {@link PartitionWrite#entries()}. Default: none. */
  public B entries(Map<String, String> value) {
    entries = value;
    return self();
  }

  /** See {@link PartitionWrite#leaseMillis()}. */
  public B leaseMillis(long value) {
    leaseMillis = value;
    return self();
  }

  /** See {@link PartitionWrite#keepMillis()}. */
  public B keepMillis(long value) {
    keepMillis = value;
    return self();
  }

  /** See {@link PartitionWrite#draining()}. Default: false. */
  public B draining(boolean value) {
    draining = value;
    return self();
  }

  /** See {@link PartitionWrite#wallOffset()}. Default: 0. */
  public B wallOffset(long value) {
    wallOffset = value;
    return self();
  }
}
