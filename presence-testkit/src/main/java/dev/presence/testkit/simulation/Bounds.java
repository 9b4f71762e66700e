package dev.presence.testkit.simulation;

import dev.presence.store.PresenceStore;

/**
 * How long things may take in a run, in milliseconds. All of it follows from the options of the
 * nodes and the latencies of the run.
 */
final class Bounds {

  /** What a crashed node may take longer than its lease. */
  private static final long AFTER_LEASE = 2_000;

  /** A failed call takes its timeout, is repeated a second later, and so is a read. */
  private static final long REPAIR = 10_000;

  /** Users of a node besides its crowd; more than there ever are. */
  private static final int ORDINARY_USERS = 100;

  /** What is checked once per second may be one look old, and a contact one more. */
  static final long LOOK = 2_000;

  private final Conditions conditions;
  private final long way;

  Bounds(Conditions conditions) {
    this.conditions = conditions;
    this.way = conditions.slowest.mostMillis + conditions.longestBunch;
  }

  /**
   * From an act on one node to what all others show, when nothing is wrong: the answer to the write
   * before it, the write itself, the message, the window of the publisher.
   */
  long propagation() {
    return 2_500 + 8 * way;
  }

  /**
   * The same for a connection to a node that has just started: it must find the store and subscribe
   * first, and a crowd is staged before it is written.
   */
  long propagation(Held connection) {
    boolean fresh = connection.openedAt - connection.node.startedAt < REPAIR;
    long calls = 4 + conditions.crowd / PresenceStore.MOST_USERS;
    return propagation() + (fresh ? calls * 2 * way : 0);
  }

  /** How wrong a node's estimate of the store's clock can be: half a round trip, twice over. */
  long clockError() {
    return 2 * way + 100;
  }

  /** Reading the largest partition, page after page. */
  long load() {
    long pages = 1 + (conditions.crowd + ORDINARY_USERS) / conditions.pageSize;
    long usual = conditions.slowest == Latency.SPIKES ? 200 : way;
    return pages * 2 * (usual + conditions.longestBunch);
  }

  /**
   * Until a view is right again after a disturbance: the holder writes again what the store lost,
   * and the viewer finds out what it missed, each with its next heartbeat.
   */
  long catchUp(SimulatedNode viewer, SimulatedNode holder) {
    return viewer.heartbeatMillis() + holder.heartbeatMillis() + REPAIR + propagation() + load();
  }

  /** The same, whichever node is the holder. */
  long catchUp(SimulatedNode viewer) {
    return viewer.heartbeatMillis()
        + conditions.longestHeartbeat()
        + REPAIR
        + propagation()
        + load();
  }

  /**
   * Until a view is complete after a disturbance. What cannot be read is that of a node that died,
   * and whose lease must end first.
   */
  long completion(SimulatedNode viewer) {
    return catchUp(viewer) + conditions.longestLease();
  }

  /**
   * How long somebody may be shown who has gone, with contact to the store: one lease, and so many
   * more.
   */
  long ghost(SimulatedNode holder, int leasesMore) {
    return (1 + leasesMore) * holder.goneMillis() + AFTER_LEASE + LOOK + 4 * way;
  }
}
