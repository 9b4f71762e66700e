package dev.presence.store;

import java.util.List;
import java.util.Set;

/**
 * What the store says to a heartbeat.
 *
 * @param known false when the store has forgotten the caller or lost something of it; the caller
 *     writes its whole partition
 * @param now the store's clock
 * @param revision the revision of the workspace's registers; empty when there are none
 * @param records all records of the workspace that can be read, the caller's own too
 * @param unreadable the nodes whose records are damaged: that they are not listed says nothing
 */
public record SyncReply(
    boolean known, long now, String revision, List<StoredRecord> records, Set<String> unreadable) {

  public SyncReply {
    records = List.copyOf(records);
    unreadable = Set.copyOf(unreadable);
  }

  /** A reply of a store that could read all records. */
  public SyncReply(boolean known, long now, String revision, List<StoredRecord> records) {
    this(known, now, revision, records, Set.of());
  }
}
