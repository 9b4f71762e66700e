package dev.presence.store;

import java.util.List;
import java.util.Set;

/** The answer to a {@link SyncRequest} or a {@link ReplaceRequest}. */
public sealed interface SyncReply {

  /**
   * A reply of a store that can read all records.
   *
   * @param records all records of the workspace as they are after the call
   */
  static SyncReply of(boolean known, long now, String revision, List<StoredRecord> records) {
    return new SyncReplyValue(known, now, revision, records, Set.of());
  }

  /** The same reply, with nodes whose records cannot be read. */
  default SyncReply withUnreadable(Set<String> nodeIds) {
    return new SyncReplyValue(known(), now(), revision(), records(), nodeIds);
  }

  /**
   * False if the store lost data of the caller. Then the caller writes its whole partition again.
   */
  boolean known();

  /** The store's clock. */
  long now();

  /** The revision of the workspace's registers. Empty if there are none. */
  String revision();

  /** All records of the workspace that can be read, the caller's own too. */
  List<StoredRecord> records();

  /** The nodes whose records are damaged. They are not listed, but may be alive. */
  Set<String> unreadable();
}

record SyncReplyValue(
    boolean known, long now, String revision, List<StoredRecord> records, Set<String> unreadable)
    implements SyncReply {

  SyncReplyValue {
    records = List.copyOf(records);
    unreadable = Set.copyOf(unreadable);
  }
}
