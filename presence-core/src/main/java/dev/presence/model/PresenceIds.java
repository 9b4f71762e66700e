package dev.presence.model;

import org.jspecify.annotations.Nullable;

/** The rule for ids of users and workspaces: compared exactly, never trimmed or folded. */
public final class PresenceIds {

  /** The longest id, in UTF-16 units. */
  public static final int MAX_LENGTH = 128;

  private PresenceIds() {}

  /**
   * Returns the id, or refuses it.
   *
   * @param what how the id is called in the message, such as {@code "userId"}
   * @throws IllegalArgumentException when the id is blank, too long, or has control characters or
   *     unpaired surrogates
   */
  public static String require(String what, @Nullable String id) {
    String problem = problemOf(id);
    if (id == null || problem != null) {
      throw new IllegalArgumentException(
          what
              + " "
              + problem
              + "; an id is 1 to "
              + MAX_LENGTH
              + " UTF-16 units, not blank, without control characters and unpaired surrogates");
    }
    return id;
  }

  /** True when {@link #require} would return the id. */
  public static boolean isValid(@Nullable String id) {
    return problemOf(id) == null;
  }

  private static @Nullable String problemOf(@Nullable String id) {
    if (id == null) {
      return "is null";
    }
    if (id.isBlank()) {
      return "is blank";
    }
    if (id.length() > MAX_LENGTH) {
      return "has " + id.length() + " units";
    }
    return problemOfText(id);
  }

  /** True without control characters and unpaired surrogates. */
  static boolean isPlain(String text) {
    return problemOfText(text) == null;
  }

  private static @Nullable String problemOfText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return "has the control character U+%04X at %d".formatted((int) c, i);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "has an unpaired surrogate at " + i;
      }
    }
    return null;
  }
}
