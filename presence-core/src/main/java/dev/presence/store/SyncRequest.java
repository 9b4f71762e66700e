package dev.presence.store;

import java.util.Map;
import java.util.Set;

/**
 * A heartbeat of one node for one workspace, with what changed since the store acknowledged last.
 *
 * @param workspaceId which workspace
 * @param nodeId which node
 * @param knownDeadline the deadline that the store answered last; 0 when there was none
 * @param from the sequence that the store acknowledged last; the change fits any state from there
 *     up to before {@code to}
 * @param to the sequence after the change; equal to {@code from} when nothing changed
 * @param whole true when {@code entries} are the whole partition and replace whatever is stored
 * @param entries the entries after the change, by user id
 * @param removed users who have no entry after the change; with {@code entries} at most {@value
 *     #MOST_CHANGES}
 * @param leaseMillis how long the lease is from now
 * @param keepMillis how long record and partition are kept without another sync
 * @param draining true in the last sync of a node that stops
 * @param staged how many users were {@linkplain PresenceStore#stage staged} before, under the
 *     sequence {@code to}; when that is not zero, they are the whole partition, and {@code entries}
 *     is empty
 * @param wallOffset the node's wall clock minus the store's clock as the node estimates it, in
 *     milliseconds
 */
public record SyncRequest(
    String workspaceId,
    String nodeId,
    long knownDeadline,
    long from,
    long to,
    boolean whole,
    Map<String, String> entries,
    Set<String> removed,
    long leaseMillis,
    long keepMillis,
    boolean draining,
    int staged,
    long wallOffset) {

  /**
   * As many users as one call holds at the most, so that the feed can carry a change whole. A
   * larger partition is {@linkplain PresenceStore#stage staged}.
   */
  public static final int MOST_CHANGES = 500;

  public SyncRequest {
    entries = Map.copyOf(entries);
    removed = Set.copyOf(removed);
    if (entries.size() + removed.size() > MOST_CHANGES) {
      throw new IllegalArgumentException(
          "a sync of %d users; at most %d fit, so send several changes, or stage the partition"
              .formatted(entries.size() + removed.size(), MOST_CHANGES));
    }
    if (staged > 0 && (!whole || !entries.isEmpty())) {
      throw new IllegalArgumentException(
          "staged is %d; only a whole partition without entries is staged before"
              .formatted(staged));
    }
  }

  /** A sync of which nothing was staged, by a node whose wall clock agrees with the store's. */
  public SyncRequest(
      String workspaceId,
      String nodeId,
      long knownDeadline,
      long from,
      long to,
      boolean whole,
      Map<String, String> entries,
      Set<String> removed,
      long leaseMillis,
      long keepMillis,
      boolean draining) {
    this(
        workspaceId,
        nodeId,
        knownDeadline,
        from,
        to,
        whole,
        entries,
        removed,
        leaseMillis,
        keepMillis,
        draining,
        0,
        0);
  }
}
