package dev.presence.store;

import java.util.List;

/**
 * What the store says to a heartbeat.
 *
 * @param known false when the store has forgotten the caller or lost something of it; the caller
 *     writes its whole partition
 * @param now the store's clock
 * @param claimsStamp the stamp of the workspace's claims; empty when there are none
 * @param records all records of the workspace, the caller's own too
 */
public record SyncReply(boolean known, long now, String claimsStamp, List<StoredRecord> records) {

  public SyncReply {
    records = List.copyOf(records);
  }
}
