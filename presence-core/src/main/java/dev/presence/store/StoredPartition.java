package dev.presence.store;

import java.util.Map;

/**
 * What one node says about one workspace.
 *
 * @param record the node's record, read before the entries
 * @param entries opaque entries by user id: all, or those of the users who were asked for
 */
public record StoredPartition(StoredRecord record, Map<String, String> entries) {

  public StoredPartition {
    entries = Map.copyOf(entries);
  }
}
