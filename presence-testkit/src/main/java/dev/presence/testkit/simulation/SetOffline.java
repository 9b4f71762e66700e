package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** One call of {@code setOffline}, and the connections that it must end. */
final class SetOffline {

  final SimulatedNode node;
  final String workspaceId;
  private final long calledAt;
  private final long clockError;
  private long acknowledgedAt = -1;

  /** Connections that were certainly opened before the call and have not ended yet. */
  final List<Held> toEnd = new ArrayList<>();

  /**
   * Creates a call.
   *
   * @param clockError how wrong the nodes' estimates of the store's clock may be: of a connection
   *     that was opened at the same moment nobody can say whether it was opened before
   */
  SetOffline(SimulatedNode node, String workspaceId, long calledAt, long clockError) {
    this.node = node;
    this.workspaceId = workspaceId;
    this.calledAt = calledAt;
    this.clockError = clockError;
  }

  void mustEnd(Held connection) {
    if (connection.openedAt < calledAt - clockError) {
      toEnd.add(connection);
    }
  }

  void acknowledged(long now) {
    acknowledgedAt = now;
  }

  long calledAt() {
    return calledAt;
  }

  boolean isAcknowledged() {
    return acknowledgedAt >= 0;
  }

  long acknowledgedAt() {
    return acknowledgedAt;
  }

  /** True when it may end a connection that was opened at this moment. */
  boolean mayEnd(long openedAt) {
    return acknowledgedAt < 0 || openedAt <= acknowledgedAt + clockError;
  }
}
