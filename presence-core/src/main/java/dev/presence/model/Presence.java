package dev.presence.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is shown of one user: the status and since when, do not disturb, and a note. Immutable. */
public final class Presence {

  /** The user has no live connection, and no note. */
  public static final Presence OFFLINE =
      new Presence(PresenceStatus.OFFLINE, null, false, false, null, null, List.of());

  private final PresenceStatus status;
  private final @Nullable Instant since;
  private final boolean doNotDisturb;
  private final boolean invisible;
  private final @Nullable Note note;
  private final @Nullable Instant lastSeen;
  private final List<String> data;

  private Presence(
      PresenceStatus status,
      @Nullable Instant since,
      boolean doNotDisturb,
      boolean invisible,
      @Nullable Note note,
      @Nullable Instant lastSeen,
      List<String> data) {
    this.status = status;
    this.since = since;
    this.doNotDisturb = doNotDisturb;
    this.invisible = invisible;
    this.note = note;
    this.lastSeen = lastSeen;
    this.data = data;
  }

  /**
   * A user with this status.
   *
   * @param since when the status began; null exactly for offline
   */
  public static Presence of(PresenceStatus status, @Nullable Instant since) {
    if (status.isOnline() != (since != null)) {
      throw new IllegalArgumentException(
          "since was "
              + since
              + " for status "
              + status
              + "; it is given for active and away, and for them only");
    }
    return status.isOnline()
        ? new Presence(status, since, false, false, null, null, List.of())
        : OFFLINE;
  }

  /** The same with do not disturb, if the user is online. */
  public Presence withDoNotDisturb() {
    return isOnline() ? new Presence(status, since, true, invisible, note, null, data) : this;
  }

  /** The same as the user's own connections see it while others see the user as offline. */
  public Presence withInvisible() {
    return isOnline() ? new Presence(status, since, doNotDisturb, true, note, null, data) : this;
  }

  /** The same with this note; null for none. */
  public Presence withNote(@Nullable Note value) {
    return Objects.equals(note, value)
        ? this
        : new Presence(status, since, doNotDisturb, invisible, value, lastSeen, data);
  }

  /** The same as it was last seen at this time, if the user is offline; null for unknown. */
  public Presence withLastSeen(@Nullable Instant value) {
    return isOnline() || Objects.equals(lastSeen, value)
        ? this
        : new Presence(status, since, doNotDisturb, invisible, note, value, data);
  }

  /** The same with what connections state of themselves, if the user is online. */
  public Presence withData(List<String> value) {
    return !isOnline() || data.equals(value)
        ? this
        : new Presence(status, since, doNotDisturb, invisible, note, lastSeen, List.copyOf(value));
  }

  /** What others see. */
  public PresenceStatus status() {
    return status;
  }

  /**
   * When the status began, as far as the present connections show, in milliseconds; for people to
   * read. Null exactly when the user is offline.
   */
  public @Nullable Instant since() {
    return since;
  }

  /** True when the user is active or away. */
  public boolean isOnline() {
    return status.isOnline();
  }

  /** True when the user is online and asks not to be disturbed. */
  public boolean isDoNotDisturb() {
    return doNotDisturb;
  }

  /**
   * True when others see the user as offline. Only the user's own connections receive such a
   * presence.
   */
  public boolean isInvisible() {
    return invisible;
  }

  /** The user's status message; null if there is none. Users who are offline may have one. */
  public @Nullable Note note() {
    return note;
  }

  /**
   * When a user who is offline was last seen online, rounded down to the minute; null while the
   * user is online, and where it is not known. See {@link PresenceOptions#lastSeen()}.
   */
  public @Nullable Instant lastSeen() {
    return lastSeen;
  }

  /**
   * What the user's connections state of themselves: a JSON object each. See {@code
   * PresenceConnection.setData}.
   */
  public List<String> data() {
    return data;
  }

  /** True when the data differs. Only viewers that ask for data receive such a change. */
  public boolean isDataChangeFrom(Presence before) {
    return !data.equals(before.data);
  }

  /** True when this differs so much from what was shown before that a change is published. */
  public boolean isChangeFrom(Presence before) {
    return status != before.status
        || doNotDisturb != before.doNotDisturb
        || invisible != before.invisible
        || !Objects.equals(note, before.note);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Presence that
        && !isChangeFrom(that)
        && Objects.equals(since, that.since)
        && Objects.equals(lastSeen, that.lastSeen)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, since, doNotDisturb, invisible, note);
  }

  @Override
  public String toString() {
    return status
        + (doNotDisturb ? " (do not disturb)" : "")
        + (invisible ? " (invisible)" : "")
        + (since == null ? "" : " since " + since)
        + (lastSeen == null ? "" : ", last seen " + lastSeen)
        + (note == null ? "" : ", note: " + note)
        + (data.isEmpty() ? "" : ", data: " + data);
  }
}
