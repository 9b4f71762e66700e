package dev.presence.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the masters of a cluster are, and what they have. */
interface ClusterMap {

  /**
   * A master that has slots.
   *
   * @param address host and port, with a colon between
   */
  record Master(String address, List<Integer> slots) {}

  /** Asks the cluster. */
  CompletionStage<List<Master>> look();

  /** How to connect to a server of the cluster. */
  Dialer dialer(String address);
}
