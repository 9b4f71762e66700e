package dev.presence.store;

/**
 * A wish to remove a node whose lease is over.
 *
 * @param workspaceId which workspace
 * @param nodeId the node to remove
 * @param deadline the deadline that the caller saw it miss
 * @param callerId the node that asks
 * @param callerDeadline the caller's own deadline as the store answered it last
 */
public record EvictRequest(
    String workspaceId, String nodeId, long deadline, String callerId, long callerDeadline) {}
