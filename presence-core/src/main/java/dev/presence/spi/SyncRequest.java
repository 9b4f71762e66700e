package dev.presence.spi;

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
 *     #MOST_CHANGES} unless {@code whole}
 * @param leaseMillis how long the lease is from now
 * @param keepMillis how long record and partition are kept without another sync
 * @param leaving true in the last sync of a node that stops
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
    boolean leaving) {

  /**
   * As many users as a difference holds at the most, so that the feed can carry it whole. A whole
   * partition may hold any number.
   */
  public static final int MOST_CHANGES = 500;

  public SyncRequest {
    entries = Map.copyOf(entries);
    removed = Set.copyOf(removed);
    if (!whole && entries.size() + removed.size() > MOST_CHANGES) {
      throw new IllegalArgumentException(
          "a difference of %d users; at most %d fit, so send several, or the whole partition"
              .formatted(entries.size() + removed.size(), MOST_CHANGES));
    }
  }
}
