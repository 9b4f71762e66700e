package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** One call of {@code setOffline}, and the connections that it must end. */
final class SetOffline {

  final SimulatedNode node;
  final String workspaceId;
  private final long calledAt;
  private final long storeTime;
  private final long clockError;
  private long acknowledgedAt = -1;
  private long latestTime;

  /** Connections that were certainly opened before the call and have not ended yet. */
  final List<Held> toEnd = new ArrayList<>();

  /**
   * Creates a call.
   *
   * @param storeTime the master's clock when it was called
   * @param clockError how wrong the nodes' estimates of the store's clock may be: of a connection
   *     that was opened at the same moment nobody can say whether it was opened before
   */
  SetOffline(
      SimulatedNode node, String workspaceId, long calledAt, long storeTime, long clockError) {
    this.node = node;
    this.workspaceId = workspaceId;
    this.calledAt = calledAt;
    this.storeTime = storeTime;
    this.clockError = clockError;
  }

  void mustEnd(Held connection) {
    if (connection.openedAt < calledAt - clockError) {
      toEnd.add(connection);
    }
  }

  /**
   * The store has it.
   *
   * @param latest the latest time that it can have, on the master's clock: now, or that of what the
   *     user did before
   */
  void acknowledged(long now, long latest) {
    acknowledgedAt = now;
    latestTime = latest;
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

  /**
   * True when by the master's clock, which went back meanwhile, it came after this connection, and
   * is not so far in the future that a node which finds it sees that the clock went back.
   */
  boolean seemsLaterThan(Held connection, long storeNow, long farInTheFuture) {
    return latestTime >= connection.storeTime - clockError
        && storeTime <= storeNow + farInTheFuture + clockError;
  }
}
