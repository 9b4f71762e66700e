package dev.presence.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A last-writer-wins value of one user in one workspace, such as a manual status. Stores merge
 * registers and never look at their values, so a new kind of register needs no change in a store.
 *
 * @param name which register: 1 to 32 lower-case letters
 * @param time when it was set, in epoch milliseconds of the store's clock as its writer estimates
 *     it; 0 to {@link #LATEST}
 * @param value opaque to stores; any text
 */
public record Register(String name, long time, String value) {

  /** The latest time; numbers up to here are exact in every language that a store is written in. */
  public static final long LATEST = (1L << 53) - 1;

  private static final Pattern NAME = Pattern.compile("[a-z]{1,32}");

  public Register {
    Objects.requireNonNull(value, "value");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "register name \"" + name + "\" is not allowed; it has 1 to 32 letters from a to z");
    }
    if (time < 0 || time > LATEST) {
      throw new IllegalArgumentException(
          "time of register \"%s\" was %d; it must be from 0 to %d".formatted(name, time, LATEST));
    }
  }

  /** A register that was set at this time. */
  public static Register of(String name, long time, String value) {
    return new Register(name, time, value);
  }

  /**
   * True when this one wins over the other of the same name: it was set later, or at the same time
   * with a value that is greater as bytes of UTF-8.
   */
  public boolean wins(Register other) {
    if (time != other.time) {
      return time > other.time;
    }
    return Arrays.compareUnsigned(
            value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8))
        > 0;
  }
}
