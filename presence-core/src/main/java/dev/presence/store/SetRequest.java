package dev.presence.store;

import java.util.Map;

/**
 * Registers to merge into the store's.
 *
 * @param workspaceId which workspace
 * @param revision names this call; never used for another
 * @param registers by user id
 * @param keepMillis how long the workspace's registers are kept if none is set again
 */
public record SetRequest(
    String workspaceId, String revision, Map<String, Registers> registers, long keepMillis) {

  public SetRequest {
    registers = Map.copyOf(registers);
  }
}
