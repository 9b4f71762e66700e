package dev.presence.store;

import java.util.Map;

/** What one node says about one workspace. Two of them are equal if record and entries are. */
public sealed interface StoredPartition {

  /** A partition, or a part of it. */
  static StoredPartition of(StoredRecord record, Map<String, String> entries) {
    return new StoredPartitionValue(record, entries);
  }

  /** The node's record, read before the entries. */
  StoredRecord record();

  /** Opaque entries by user id: those of the page, or of the users who were asked for. */
  Map<String, String> entries();
}

record StoredPartitionValue(StoredRecord record, Map<String, String> entries)
    implements StoredPartition {

  StoredPartitionValue {
    entries = Map.copyOf(entries);
  }
}
