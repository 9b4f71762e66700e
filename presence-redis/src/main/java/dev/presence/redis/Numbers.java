package dev.presence.redis;

/** Numbers as stored by the scripts, and no others: what Java reads, scripts read the same way. */
final class Numbers {

  /** The numbers of Lua are exact below this. */
  private static final long EXACT = 1L << 53;

  private Numbers() {}

  /**
   * Reads a number without a sign.
   *
   * @throws NumberFormatException when the text is none, or the number is too large for scripts
   */
  static long unsigned(String text) {
    boolean isUnsigned = text.chars().allMatch(c -> c >= '0' && c <= '9');
    long number = isUnsigned ? Long.parseLong(text) : EXACT;
    if (number >= EXACT) {
      throw new NumberFormatException("not a number from 0 to 2^53 - 1: " + text);
    }
    return number;
  }

  /**
   * Reads 1 as true and 0 as false.
   *
   * @throws NumberFormatException when the text is neither
   */
  static boolean flag(String text) {
    return switch (text) {
      case "1" -> true;
      case "0" -> false;
      default -> throw new NumberFormatException("neither 0 nor 1: " + text);
    };
  }
}
