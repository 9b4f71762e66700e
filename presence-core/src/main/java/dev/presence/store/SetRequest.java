package dev.presence.store;

import java.util.Map;

/** Registers to merge into those of the store. */
public sealed interface SetRequest {

  /** A request. */
  static SetRequest of(
      String workspaceId, String revision, Map<String, Registers> registers, long keepMillis) {
    return new SetRequestValue(workspaceId, revision, registers, keepMillis);
  }

  /** Which workspace. */
  String workspaceId();

  /** Names this call. No other call has the same revision. */
  String revision();

  /** The registers by user id. */
  Map<String, Registers> registers();

  /** How long the registers of the workspace are kept if none is set again. */
  long keepMillis();
}

record SetRequestValue(
    String workspaceId, String revision, Map<String, Registers> registers, long keepMillis)
    implements SetRequest {

  SetRequestValue {
    registers = Map.copyOf(registers);
  }
}
