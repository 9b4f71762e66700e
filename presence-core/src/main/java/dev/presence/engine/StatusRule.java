package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.store.Claim;
import java.time.Instant;
import java.util.List;

/**
 * The one function that decides a user's presence, from everything that any node says about the
 * user.
 *
 * <ul>
 *   <li>offline: no entry counts
 *   <li>away: a claim says away, or no connection is active
 *   <li>active: some connection is active, and no claim says away
 * </ul>
 *
 * <p>An entry does not count when a claim ended its connections. An entry of a node that is leaving
 * counts only for a user who has no other: the user is expected back on another node.
 */
final class StatusRule {

  private StatusRule() {}

  /** The presence of a user with these entries on nodes that stay and on nodes that are leaving. */
  static Presence decide(List<Entry> staying, List<Entry> leaving, Claim claim) {
    Presence presence = decide(staying, claim);
    return presence.isOnline() ? presence : decide(leaving, claim);
  }

  private static Presence decide(List<Entry> entries, Claim claim) {
    long firstActive = Long.MAX_VALUE;
    long lastAway = Long.MIN_VALUE;
    for (Entry entry : entries) {
      if (entry.connectedAt() <= claim.endedBefore()) {
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
    if (claim.away()) {
      return new Presence(PresenceStatus.AWAY, Instant.ofEpochMilli(claim.at()));
    }
    // active since the first connection became so, or away by hand was taken back; away since the
    // last connection became so
    return active
        ? new Presence(
            PresenceStatus.ACTIVE, Instant.ofEpochMilli(Math.max(firstActive, claim.at())))
        : new Presence(PresenceStatus.AWAY, Instant.ofEpochMilli(lastAway));
  }
}
