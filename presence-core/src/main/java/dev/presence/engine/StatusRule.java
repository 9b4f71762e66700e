package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.ManualStatus.Kind;
import dev.presence.model.Note;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.store.Registers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one function that decides a user's presence, from everything that any node says about the
 * user, and the time.
 *
 * <ul>
 *   <li>offline: no entry counts
 *   <li>away: the user is manually away, or no connection is active
 *   <li>active: some connection is active, and the user is not manually away
 * </ul>
 *
 * <p>An entry does not count when its connections were ended by setting the user offline. An entry
 * of a node that is draining counts only for a user who has no other: the user is expected back on
 * another node. A manual status and a note count until they end.
 */
final class StatusRule {

  /** Nothing changes by itself. */
  static final long FOREVER = Long.MAX_VALUE;

  /**
   * What was decided.
   *
   * @param self what the user's own connections see
   * @param validUntil when to decide again, in epoch milliseconds of the store's clock
   * @param lastSeen when the user was seen last, if that is kept
   */
  record Decision(Presence self, long validUntil, @Nullable Instant lastSeen) {

    /** What others see: an invisible user is offline. */
    Presence others() {
      Presence shown = self.isInvisible() ? Presence.OFFLINE.withNote(self.note()) : self;
      return shown.withLastSeen(lastSeen);
    }
  }

  private StatusRule() {}

  /**
   * The presence of a user with these entries on nodes that stay and on nodes that are draining.
   *
   * @param now the time of the store's clock
   * @param keepSeen how many milliseconds the time when a user was last seen is kept
   */
  static Decision decide(
      List<Entry> staying, List<Entry> draining, Registers userRegisters, long now, long keepSeen) {
    ManualStatus status = Manual.status(userRegisters);
    Note note = Manual.note(userRegisters);
    long validUntil =
        Math.min(end(status.until(), now), end(note == null ? null : note.until(), now));
    Kind kind = isOver(status.until(), now) ? Kind.AUTOMATIC : status.kind();
    Presence presence = decide(staying, userRegisters, kind);
    if (!presence.isOnline()) {
      presence = decide(draining, userRegisters, kind);
    }
    if (kind == Kind.DO_NOT_DISTURB) {
      presence = presence.withDoNotDisturb();
    } else if (kind == Kind.INVISIBLE) {
      presence = presence.withInvisible();
    }
    return new Decision(
        note == null || isOver(note.until(), now) ? presence : presence.withNote(note),
        validUntil,
        Manual.lastSeen(userRegisters, now, keepSeen));
  }

  private static boolean isOver(@Nullable Instant until, long now) {
    return until != null && until.toEpochMilli() <= now;
  }

  private static long end(@Nullable Instant until, long now) {
    return until == null || isOver(until, now) ? FOREVER : until.toEpochMilli();
  }

  private static Presence decide(List<Entry> entries, Registers userRegisters, Kind kind) {
    long firstActive = Long.MAX_VALUE;
    long lastAway = Long.MIN_VALUE;
    List<String> data = List.of();
    for (Entry entry : entries) {
      if (entry.connectedAt() <= Manual.endedBefore(userRegisters)) {
        continue;
      }
      if (!entry.data().isEmpty()) {
        data = data.isEmpty() ? new ArrayList<>() : data;
        data.addAll(entry.data());
      }
      if (entry.activity() == Activity.ACTIVE) {
        firstActive = Math.min(firstActive, entry.since());
      } else {
        lastAway = Math.max(lastAway, entry.since());
      }
    }
    boolean active = firstActive != Long.MAX_VALUE;
    if (!active && lastAway == Long.MIN_VALUE) {
      return Presence.OFFLINE;
    }
    return status(active, firstActive, lastAway, userRegisters, kind).withData(data);
  }

  private static Presence status(
      boolean active, long firstActive, long lastAway, Registers userRegisters, Kind kind) {
    if (kind == Kind.AWAY) {
      return Presence.of(
          PresenceStatus.AWAY, Instant.ofEpochMilli(Manual.statusTime(userRegisters)));
    }
    // active since the first connection became so, or manual away was cleared; away since the
    // last connection became so
    return active
        ? Presence.of(
            PresenceStatus.ACTIVE,
            Instant.ofEpochMilli(Math.max(firstActive, Manual.statusTime(userRegisters))))
        : Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(lastAway));
  }
}
