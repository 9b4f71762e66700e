package dev.presence.engine;

import dev.presence.store.Register;
import dev.presence.store.Registers;
import org.jspecify.annotations.Nullable;

/**
 * What is set manually for a user, as registers: {@code status} is "away" or automatic since its
 * time, {@code ended} says that connections opened up to its time are over. Registers of other
 * names are for newer versions; they are kept and passed on.
 */
final class Manual {

  private static final String STATUS = "status";
  private static final String ENDED = "ended";
  private static final String AWAY = "away";
  private static final String AUTOMATIC = "";

  private Manual() {}

  /** Away or automatic, from this time on. */
  static Registers status(boolean away, long time) {
    return Registers.of(Register.of(STATUS, time, away ? AWAY : AUTOMATIC));
  }

  /** Every connection opened up to this time is over. */
  static Registers ended(long time) {
    return Registers.of(Register.of(ENDED, time, ""));
  }

  static boolean isAway(Registers registers) {
    Register status = registers.get(STATUS);
    return status != null && status.value().equals(AWAY);
  }

  /** When away or automatic was set; 0 when never. */
  static long statusTime(Registers registers) {
    return timeOf(registers.get(STATUS));
  }

  /** Connections opened up to this time are over; 0 when the user was never set offline. */
  static long endedBefore(Registers registers) {
    return timeOf(registers.get(ENDED));
  }

  /** When any of them was set last; 0 when none was. */
  static long latest(Registers registers) {
    long latest = 0;
    for (Register register : registers.all()) {
      latest = Math.max(latest, register.time());
    }
    return latest;
  }

  /** The same, set so many milliseconds later. */
  static Registers shifted(Registers registers, long millis) {
    return Registers.of(
        registers.all().stream()
            .map(one -> Register.of(one.name(), one.time() + millis, one.value()))
            .toList());
  }

  private static long timeOf(@Nullable Register register) {
    return register == null ? 0 : register.time();
  }
}
