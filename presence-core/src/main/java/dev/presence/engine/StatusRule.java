package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.store.Registers;
import java.time.Instant;
import java.util.List;

/**
 * The one function that decides a user's presence, from everything that any node says about the
 * user.
 *
 * <ul>
 *   <li>offline: no entry counts
 *   <li>away: the user is manually away, or no connection is active
 *   <li>active: some connection is active, and the user is not manually away
 * </ul>
 *
 * <p>An entry does not count when its connections were ended by setting the user offline. An entry
 * of a node that is draining counts only for a user who has no other: the user is expected back on
 * another node.
 */
final class StatusRule {

  private StatusRule() {}

  /**
   * The presence of a user with these entries on nodes that stay and on nodes that are draining.
   */
  static Presence decide(List<Entry> staying, List<Entry> draining, Registers userRegisters) {
    Presence presence = decide(staying, userRegisters);
    return presence.isOnline() ? presence : decide(draining, userRegisters);
  }

  private static Presence decide(List<Entry> entries, Registers userRegisters) {
    long firstActive = Long.MAX_VALUE;
    long lastAway = Long.MIN_VALUE;
    for (Entry entry : entries) {
      if (entry.connectedAt() <= Manual.endedBefore(userRegisters)) {
        continue;
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
    if (Manual.isAway(userRegisters)) {
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
