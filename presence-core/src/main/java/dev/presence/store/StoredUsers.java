package dev.presence.store;

import java.util.List;
import java.util.Map;

/** The answer of {@link PresenceStore#readUsers}. */
public sealed interface StoredUsers {

  /** What the store has of these users. */
  static StoredUsers of(List<StoredPartition> partitions, Map<String, Registers> registers) {
    return new StoredUsersValue(partitions, registers);
  }

  /** The entries of these users, by node. A node without an entry of theirs may be missing. */
  List<StoredPartition> partitions();

  /** The registers of these users, by user id. */
  Map<String, Registers> registers();
}

record StoredUsersValue(List<StoredPartition> partitions, Map<String, Registers> registers)
    implements StoredUsers {

  StoredUsersValue {
    partitions = List.copyOf(partitions);
    registers = Map.copyOf(registers);
  }
}
