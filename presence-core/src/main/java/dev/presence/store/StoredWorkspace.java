package dev.presence.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ReadRequest}; what was not asked for is empty.
 *
 * @param now the store's clock
 * @param partitions of the nodes asked for
 * @param registers of the users asked for
 * @param revision the revision of the registers, read before them; empty when there are none
 * @param next names the page that follows; null on the last one
 */
public record StoredWorkspace(
    long now,
    List<StoredPartition> partitions,
    Map<String, Registers> registers,
    String revision,
    @Nullable String next) {

  public StoredWorkspace {
    partitions = List.copyOf(partitions);
    registers = Map.copyOf(registers);
  }

  /** An answer that needs no further page. */
  public StoredWorkspace(
      long now,
      List<StoredPartition> partitions,
      Map<String, Registers> registers,
      String revision) {
    this(now, partitions, registers, revision, null);
  }
}
