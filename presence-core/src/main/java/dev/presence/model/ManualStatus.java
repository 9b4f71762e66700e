package dev.presence.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A status that a user sets by hand, in place of the one that the connections show. It holds on all
 * tabs and devices, across servers and reconnects, until it is replaced or ends. Immutable.
 */
public final class ManualStatus {

  /** What a manual status means. */
  public enum Kind {
    /** The connections decide. */
    AUTOMATIC,
    /** Away, whatever the connections show. */
    AWAY,
    /** The connections decide, and others see that the user asks not to be disturbed. */
    DO_NOT_DISTURB,
    /** Others see the user as offline. The user's own connections see the user as it is. */
    INVISIBLE
  }

  private static final ManualStatus AUTOMATIC = new ManualStatus(Kind.AUTOMATIC, null);

  private final Kind kind;
  private final @Nullable Instant until;

  private ManualStatus(Kind kind, @Nullable Instant until) {
    this.kind = kind;
    this.until = until;
  }

  /** A status of this kind, without an end. */
  public static ManualStatus of(Kind kind) {
    return kind == Kind.AUTOMATIC ? AUTOMATIC : new ManualStatus(kind, null);
  }

  /** The connections decide. */
  public static ManualStatus automatic() {
    return AUTOMATIC;
  }

  /** Away. */
  public static ManualStatus away() {
    return of(Kind.AWAY);
  }

  /** Do not disturb. */
  public static ManualStatus doNotDisturb() {
    return of(Kind.DO_NOT_DISTURB);
  }

  /** Invisible. */
  public static ManualStatus invisible() {
    return of(Kind.INVISIBLE);
  }

  /** The same until this time of the store's clock; then every node returns to automatic. */
  public ManualStatus until(Instant end) {
    Objects.requireNonNull(end, "end");
    return kind == Kind.AUTOMATIC ? AUTOMATIC : new ManualStatus(kind, end);
  }

  /** What it means. */
  public Kind kind() {
    return kind;
  }

  /** When it ends, in milliseconds; null if it does not end. */
  public @Nullable Instant until() {
    return until;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManualStatus that
        && kind == that.kind
        && Objects.equals(until, that.until);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, until);
  }

  @Override
  public String toString() {
    return until == null ? kind.toString() : kind + " until " + until;
  }
}
