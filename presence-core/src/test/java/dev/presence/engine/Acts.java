package dev.presence.engine;

import dev.presence.store.Register;
import dev.presence.store.Registers;
import java.util.ArrayList;
import java.util.List;

/** Registers as the engine sets them. */
final class Acts {

  private Acts() {}

  /**
   * What was set for one user.
   *
   * @param at when away or automatic was set; 0 when never
   * @param endedBefore connections up to then are over; 0 when the user was never set offline
   */
  static Registers acts(boolean away, long at, long endedBefore) {
    List<Register> registers = new ArrayList<>();
    if (at > 0) {
      registers.add(Register.of("status", at, away ? "away" : ""));
    }
    if (endedBefore > 0) {
      registers.add(Register.of("ended", endedBefore, ""));
    }
    return Registers.of(registers);
  }
}
