package dev.presence.redis;

import dev.presence.spi.Claim;
import org.jspecify.annotations.Nullable;

/**
 * A claim as the hash of claims holds it: {@code away at endedBefore}, away being 1 or 0. A later
 * version may append to it. {@code claim.lua} reads the same.
 */
final class ClaimText {

  private static final int FEWEST_FIELDS = 3;

  private ClaimText() {}

  /** The claim, or null when the text is none. */
  static @Nullable Claim parse(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length < FEWEST_FIELDS) {
      return null;
    }
    try {
      return new Claim(
          Numbers.flag(fields[0]), Numbers.unsigned(fields[1]), Numbers.unsigned(fields[2]));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
