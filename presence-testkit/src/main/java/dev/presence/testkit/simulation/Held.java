package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection;
import dev.presence.model.Activity;

/** One connection, from when it was made to when it counted no more. */
final class Held {
  final String workspaceId;
  final String userId;
  final SimulatedNode node;
  final PresenceConnection handle;
  final long openedAt;
  Activity activity;

  /** When the store had it; -1 before. */
  long storedAt = -1;

  /** The master's clock when it was made. */
  long storeTime;

  /** True when its node did not view the workspace before. */
  boolean opensView;

  /** True when an act by hand may or may not have ended it. */
  boolean mayBeEnded;

  /** When its client lost it; -1 before. */
  long lostAt = -1;

  /** When it counted no more; -1 before. */
  long endedAt = -1;

  /** True when it ended by its own node, while that worked. */
  boolean endedInOrder;

  Held(
      String workspaceId,
      String userId,
      SimulatedNode node,
      PresenceConnection handle,
      Activity activity,
      long openedAt) {
    this.workspaceId = workspaceId;
    this.userId = userId;
    this.node = node;
    this.handle = handle;
    this.activity = activity;
    this.openedAt = openedAt;
  }

  /** True when its client is still there. */
  boolean isOpen() {
    return counts() && handle.isOpen();
  }

  boolean counts() {
    return endedAt < 0;
  }

  /** True when its node may end it at any moment, and say so a moment later. */
  boolean isGraceOver(long now) {
    return lostAt >= 0 && now >= lostAt + node.options.grace().toMillis();
  }
}
