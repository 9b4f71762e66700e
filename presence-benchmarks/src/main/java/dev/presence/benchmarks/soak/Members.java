package dev.presence.benchmarks.soak;

import dev.presence.PresenceConnection;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.model.PresenceStatus;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The members without a socket, who are connected to a node of their own, and the truth about all
 * members. Members with a socket have the lowest numbers. Confined to one thread.
 */
final class Members {

  /** One change in so many is a departure or an arrival; the others are activity. */
  private static final int COMES_OR_GOES = 10;

  private final Workspace workspace;
  private final int sockets;
  private final @Nullable PresenceConnection[] connections;
  private final PresenceStatus[] truth;
  private final SplittableRandom random = new SplittableRandom(17);

  Members(Workspace workspace, int members, int sockets) {
    this.workspace = workspace;
    this.sockets = sockets;
    this.connections = new PresenceConnection[members];
    this.truth = new PresenceStatus[members];
    Arrays.fill(truth, PresenceStatus.ACTIVE);
  }

  /** Connects everyone who has no socket, and waits until the store has them. */
  void connect() {
    for (int member = sockets; member < connections.length; member++) {
      connections[member] = workspace.connect("u" + member);
    }
    flush(connections.length - 1);
  }

  private void flush(int member) {
    PresenceConnection connection = connections[member];
    if (connection != null) {
      connection.flush().join();
    }
  }

  /** Changes one of them. */
  void change() {
    int member = random.nextInt(sockets, connections.length);
    PresenceConnection connection = connections[member];
    if (connection == null) {
      connections[member] = workspace.connect("u" + member);
      truth[member] = PresenceStatus.ACTIVE;
    } else if (random.nextInt(COMES_OR_GOES) == 0) {
      connection.leave();
      connections[member] = null;
      truth[member] = PresenceStatus.OFFLINE;
    } else {
      boolean active = truth[member] == PresenceStatus.ACTIVE;
      connection.setActivity(active ? Activity.AWAY : Activity.ACTIVE);
      truth[member] = active ? PresenceStatus.AWAY : PresenceStatus.ACTIVE;
    }
  }

  /** What everyone should see of this member while all sockets are open. */
  PresenceStatus truth(int member) {
    return truth[member];
  }
}
