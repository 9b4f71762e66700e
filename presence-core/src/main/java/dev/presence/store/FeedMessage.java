package dev.presence.store;

import java.util.Map;
import java.util.Set;

/** What the store tells the nodes that view a workspace. */
public sealed interface FeedMessage {

  /**
   * A node's partition changed.
   *
   * @param record the node's record after the change
   * @param from the change fits any state from this sequence up to before the record's
   * @param content what the message carries of the change
   * @param entries the entries after the change, by user id
   * @param removed users who have no entry after the change
   */
  record Changed(
      StoredRecord record,
      long from,
      Content content,
      Map<String, String> entries,
      Set<String> removed)
      implements FeedMessage {
    public Changed {
      entries = Map.copyOf(entries);
      removed = Set.copyOf(removed);
    }
  }

  /** How much of a change a message carries. */
  enum Content {
    /** What changed; it fits states from {@code from} on. */
    DIFFERENCE,
    /** The whole partition; it fits any older state. */
    WHOLE,
    /** Nothing, it would be too large: read the partition. */
    NOTHING
  }

  /** A node was removed; what it wrote up to this sequence is over. */
  record Gone(String nodeId, long sequence) implements FeedMessage {}

  /** A node stops; its users stay until the record's deadline, or until they are back elsewhere. */
  record Draining(StoredRecord record) implements FeedMessage {}

  /**
   * Registers were set; the revision went from {@code fromRevision} to {@code toRevision}.
   *
   * @param registers those that changed, as they are stored now
   */
  record RegistersSet(String fromRevision, String toRevision, Map<String, Registers> registers)
      implements FeedMessage {
    public RegistersSet {
      registers = Map.copyOf(registers);
    }
  }
}
