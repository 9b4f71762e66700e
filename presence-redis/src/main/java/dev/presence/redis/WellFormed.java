package dev.presence.redis;

/**
 * Text that UTF-8 can carry. A lone surrogate would arrive as a question mark, so that two
 * different ids would share a key.
 */
final class WellFormed {

  private WellFormed() {}

  /**
   * Returns the text, or refuses it.
   *
   * @throws IllegalArgumentException when it has an unpaired surrogate
   */
  static String require(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException(
              "the text has an unpaired surrogate at " + i + ", which Redis cannot hold");
        }
        i++;
      }
    }
    return text;
  }
}
