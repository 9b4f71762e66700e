package dev.presence.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A status message: a short plain text, an emoji, or both, with or without an end. Immutable. It is
 * text: escape it where you put it into HTML.
 */
public final class Note {

  /** How many UTF-16 units the text may have. */
  public static final int LONGEST_TEXT = 140;

  /** How many UTF-16 units the emoji may have. */
  public static final int LONGEST_EMOJI = 32;

  private final String text;
  private final String emoji;
  private final @Nullable Instant until;

  private Note(String text, String emoji, @Nullable Instant until) {
    this.text = text;
    this.emoji = emoji;
    this.until = until;
  }

  /**
   * A note without an end.
   *
   * @param text plain text, or empty
   * @param emoji an emoji, or empty
   * @throws IllegalArgumentException if one of them is too long or has control characters or
   *     unpaired surrogates, or if both are empty
   */
  public static Note of(String text, String emoji) {
    requireText("text", text, LONGEST_TEXT);
    requireText("emoji", emoji, LONGEST_EMOJI);
    if (text.isEmpty() && emoji.isEmpty()) {
      throw new IllegalArgumentException("a note has a text, an emoji or both; clear it instead");
    }
    return new Note(text, emoji, null);
  }

  private static void requireText(String name, String value, int longest) {
    if (value.length() > longest) {
      throw new IllegalArgumentException(
          name + " has " + value.length() + " UTF-16 units; at most " + longest + " are allowed");
    }
    if (!value.isEmpty() && !PresenceIds.isPlain(value)) {
      throw new IllegalArgumentException(
          name + " must not have control characters or unpaired surrogates");
    }
  }

  /** The same until this time of the store's clock; then every node removes it. */
  public Note until(Instant end) {
    return new Note(text, emoji, Objects.requireNonNull(end, "end"));
  }

  /** Plain text; empty if there is none. */
  public String text() {
    return text;
  }

  /** An emoji; empty if there is none. */
  public String emoji() {
    return emoji;
  }

  /** When it ends, in milliseconds; null if it does not end. */
  public @Nullable Instant until() {
    return until;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Note that
        && text.equals(that.text)
        && emoji.equals(that.emoji)
        && Objects.equals(until, that.until);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, emoji, until);
  }

  @Override
  public String toString() {
    String words = emoji + (emoji.isEmpty() || text.isEmpty() ? "" : " ") + text;
    return until == null ? words : words + " until " + until;
  }
}
