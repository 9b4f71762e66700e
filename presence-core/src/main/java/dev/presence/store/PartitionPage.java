package dev.presence.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@link PresenceStore#readPartition}: a page of the partition of one node. */
public sealed interface PartitionPage extends StorePage {

  /** The store has no record of the node, or knows that its partition is incomplete. */
  static PartitionPage none() {
    return new PartitionPageValue(null, null);
  }

  /**
   * A page.
   *
   * @param entries those of this page, by user id
   * @param next names the page that follows, null on the last one
   */
  static PartitionPage of(StoredRecord record, Map<String, String> entries, @Nullable String next) {
    return new PartitionPageValue(StoredPartition.of(record, entries), next);
  }

  /** The record and the entries of this page, or null if there is no readable partition. */
  @Nullable StoredPartition partition();
}

record PartitionPageValue(@Nullable StoredPartition partition, @Nullable String next)
    implements PartitionPage {}
