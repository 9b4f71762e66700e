package dev.presence.engine;

import dev.presence.model.ManualStatus;
import dev.presence.model.ManualStatus.Kind;
import dev.presence.model.Note;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is set manually for a user, as registers: {@code status}, {@code note}, and {@code ended}:
 * connections opened up to its time are over. Registers of other names are for newer versions; they
 * are kept and passed on.
 */
final class Manual {

  private static final String STATUS = "status";
  private static final String NOTE = "note";
  private static final String ENDED = "ended";
  private static final String SEEN = "seen";
  private static final long MINUTE = 60_000;

  private static final char SEPARATOR = '\t';

  private Manual() {}

  /** A status from this time on, such as {@code away} or {@code dnd} and when it ends. */
  static Registers status(ManualStatus status, long time) {
    String name = nameOf(status.kind());
    Instant until = status.until();
    String value = until == null ? name : name + SEPARATOR + until.toEpochMilli();
    return Registers.of(Register.of(STATUS, time, value));
  }

  private static String nameOf(Kind kind) {
    return switch (kind) {
      case AUTOMATIC -> "";
      case AWAY -> "away";
      case DO_NOT_DISTURB -> "dnd";
      case INVISIBLE -> "invisible";
    };
  }

  /** A note from this time on: when it ends, the emoji and the text; null for none. */
  static Registers note(@Nullable Note note, long time) {
    if (note == null) {
      return Registers.of(Register.of(NOTE, time, ""));
    }
    Instant until = note.until();
    String end = until == null ? "" : Long.toString(until.toEpochMilli());
    return Registers.of(
        Register.of(NOTE, time, end + SEPARATOR + note.emoji() + SEPARATOR + note.text()));
  }

  /** The user was seen last in the minute of this time. */
  static Registers seen(long time) {
    return Registers.of(Register.of(SEEN, time - time % MINUTE, ""));
  }

  /** Nothing of the user is known, from this time on. */
  static Registers forgotten(long time) {
    return Registers.of(
        Register.of(STATUS, time, ""), Register.of(NOTE, time, ""), Register.of(SEEN, time, "-"));
  }

  /** When the user was seen last; null if that is not known, or longer ago than this. */
  static @Nullable Instant lastSeen(Registers registers, long now, long keepMillis) {
    Register seen = registers.get(SEEN);
    return seen != null && seen.value().isEmpty() && seen.time() + keepMillis > now
        ? Instant.ofEpochMilli(seen.time())
        : null;
  }

  /** Every connection opened up to this time is over. */
  static Registers ended(long time) {
    return Registers.of(Register.of(ENDED, time, ""));
  }

  /** The status that was set, whether or not it has ended; automatic for an unknown one. */
  static ManualStatus status(Registers registers) {
    Register register = registers.get(STATUS);
    if (register == null || register.value().isEmpty()) {
      return ManualStatus.automatic();
    }
    String[] parts = register.value().split("\t", -1);
    for (Kind kind : Kind.values()) {
      if (nameOf(kind).equals(parts[0])) {
        ManualStatus status = ManualStatus.of(kind);
        Instant until = parts.length < 2 ? null : time(parts[1]);
        return until == null ? status : status.until(until);
      }
    }
    return ManualStatus.automatic();
  }

  /** The note that was set, whether or not it has ended; null for none or an unknown one. */
  static @Nullable Note note(Registers registers) {
    Register register = registers.get(NOTE);
    if (register == null || register.value().isEmpty()) {
      return null;
    }
    String[] parts = register.value().split("\t", -1);
    if (parts.length < 3) {
      return null;
    }
    try {
      Note note = Note.of(parts[2], parts[1]);
      Instant until = time(parts[0]);
      return until == null ? note : note.until(until);
    } catch (IllegalArgumentException e) {
      return null; // damaged
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** When the status was set; 0 when never. */
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
