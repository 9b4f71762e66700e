package dev.presence.redis;

import dev.presence.spi.Claim;

/** A claim as the hash of claims holds it: {@code away at endedBefore}, away being 1 or 0. */
final class ClaimText {

  private ClaimText() {}

  static Claim parse(String text) {
    String[] fields = text.split(" ");
    return new Claim(fields[0].equals("1"), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }
}
