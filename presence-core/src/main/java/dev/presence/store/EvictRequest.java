package dev.presence.store;

/** Asks the store to remove a node whose lease has expired. */
public sealed interface EvictRequest {

  /** A request by the node {@code callerId} to remove the node {@code nodeId}. */
  static EvictRequest of(
      String workspaceId, String nodeId, long deadline, String callerId, long callerDeadline) {
    return new EvictRequestValue(workspaceId, nodeId, deadline, callerId, callerDeadline);
  }

  /** Which workspace. */
  String workspaceId();

  /** The node to remove. */
  String nodeId();

  /** The deadline of that node as the caller saw it. */
  long deadline();

  /** The node that asks. */
  String callerId();

  /** The caller's own deadline as the store answered it last. */
  long callerDeadline();
}

record EvictRequestValue(
    String workspaceId, String nodeId, long deadline, String callerId, long callerDeadline)
    implements EvictRequest {}
