package dev.presence.store;

import java.util.Map;
import java.util.Set;

/**
 * What the store publishes to the nodes that view a workspace. Two messages are equal if all their
 * parts are.
 *
 * <p>This type is not sealed: later versions add kinds. Code that receives messages ignores kinds
 * that it does not know.
 */
public interface FeedMessage {

  /** A node's partition changed. */
  sealed interface Changed extends FeedMessage permits ChangedMessage {

    /**
     * A change with its content. It fits any state from the sequence {@code from} on.
     *
     * @param record the node's record after the change
     * @param entries the entries that were written, by user id
     * @param removed users who have no entry after the change
     */
    static Changed difference(
        StoredRecord record, long from, Map<String, String> entries, Set<String> removed) {
      return new ChangedMessage(record, from, Content.DIFFERENCE, entries, removed);
    }

    /** A whole partition. It replaces any older state. */
    static Changed whole(StoredRecord record, Map<String, String> entries) {
      return new ChangedMessage(record, 0, Content.WHOLE, entries, Set.of());
    }

    /** A change without its content. Nodes with a view read the partition. */
    static Changed nothing(StoredRecord record) {
      return new ChangedMessage(record, 0, Content.NOTHING, Map.of(), Set.of());
    }

    /** The node's record after the change. */
    StoredRecord record();

    /** A difference fits any state from this sequence up to before that of the record. Else 0. */
    long from();

    /** What the message carries of the change. */
    Content content();

    /** The entries after the change, by user id. */
    Map<String, String> entries();

    /** Users who have no entry after the change. */
    Set<String> removed();
  }

  /** How much of a change a message carries. */
  enum Content {
    /** What changed. */
    DIFFERENCE,
    /** The whole partition. */
    WHOLE,
    /** Nothing, because it would be too large. */
    NOTHING
  }

  /** A node was removed. What it wrote up to this sequence no longer counts. */
  sealed interface Gone extends FeedMessage permits GoneMessage {

    /** A message. */
    static Gone of(String nodeId, long sequence) {
      return new GoneMessage(nodeId, sequence);
    }

    /** Which node. */
    String nodeId();

    /** The sequence of the record that was removed. */
    long sequence();
  }

  /** A node stops. Its users stay until the record's deadline, or until they are back elsewhere. */
  sealed interface Draining extends FeedMessage permits DrainingMessage {

    /** A message. */
    static Draining of(StoredRecord record) {
      return new DrainingMessage(record);
    }

    /** The node's record. */
    StoredRecord record();
  }

  /** Registers were set. */
  sealed interface RegistersSet extends FeedMessage permits RegistersSetMessage {

    /** A message. */
    static RegistersSet of(
        String fromRevision, String toRevision, Map<String, Registers> registers) {
      return new RegistersSetMessage(fromRevision, toRevision, registers);
    }

    /** The revision before the call. Empty if there was none. */
    String fromRevision();

    /** The revision after the call. */
    String toRevision();

    /** The registers of the users whose registers changed, as they are stored now. */
    Map<String, Registers> registers();
  }
}

record ChangedMessage(
    StoredRecord record,
    long from,
    Content content,
    Map<String, String> entries,
    Set<String> removed)
    implements FeedMessage.Changed {

  ChangedMessage {
    entries = Map.copyOf(entries);
    removed = Set.copyOf(removed);
  }
}

record GoneMessage(String nodeId, long sequence) implements FeedMessage.Gone {}

record DrainingMessage(StoredRecord record) implements FeedMessage.Draining {}

record RegistersSetMessage(String fromRevision, String toRevision, Map<String, Registers> registers)
    implements FeedMessage.RegistersSet {

  RegistersSetMessage {
    registers = Map.copyOf(registers);
  }
}
