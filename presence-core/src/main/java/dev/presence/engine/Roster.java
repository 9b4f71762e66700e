package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is online in one workspace as this node sees it, and the difference to what was told last.
 * Pure state, confined to the owner.
 */
final class Roster {

  private final String workspaceId;
  private final String epoch;
  private final Map<String, Presence> online = new LinkedHashMap<>();

  /**
   * What was told of the users who changed since. A new one each time: one that is cleared walks
   * the table of the largest change that it ever held.
   */
  private Map<String, Presence> toldBefore = new LinkedHashMap<>();

  private long version;
  private long toldVersion;
  private boolean stale;
  private boolean toldStale;

  Roster(String workspaceId, String epoch) {
    this.workspaceId = workspaceId;
    this.epoch = epoch;
  }

  /** Sets what a user is. While the status stays, the user keeps the time since when. */
  void put(String userId, Presence presence) {
    Presence before = online.getOrDefault(userId, Presence.OFFLINE);
    if (!presence.isChangeFrom(before)) {
      return;
    }
    if (presence.isOnline()) {
      online.put(userId, presence);
    } else {
      online.remove(userId);
    }
    version++;
    Presence told = toldBefore.putIfAbsent(userId, before);
    if (told != null && !presence.isChangeFrom(told)) {
      toldBefore.remove(userId); // back to what everybody knows, its time included
      online.computeIfPresent(userId, (user, current) -> told);
    }
  }

  void setStale(boolean value) {
    stale = value;
  }

  /** How many users would be in the next update. */
  int untold() {
    return toldBefore.size();
  }

  boolean isUntold() {
    return !toldBefore.isEmpty() || stale != toldStale;
  }

  /** Everything that changed since the last call. */
  PresenceUpdate tell() {
    List<PresenceChange> changes = new ArrayList<>(toldBefore.size());
    toldBefore.forEach(
        (user, before) -> changes.add(PresenceChange.of(user, presenceOf(user), before.status())));
    toldBefore = new LinkedHashMap<>();
    toldVersion = version;
    toldStale = stale;
    return PresenceUpdate.of(workspaceId, epoch, version, stale, changes);
  }

  Presence presenceOf(String userId) {
    return online.getOrDefault(userId, Presence.OFFLINE);
  }

  /** The whole workspace as it was told last; the next update leads on from it. */
  WorkspacePresence told() {
    Map<String, Presence> members = new HashMap<>(online);
    toldBefore.forEach(
        (user, before) -> {
          if (before.isOnline()) {
            members.put(user, before);
          } else {
            members.remove(user);
          }
        });
    return WorkspacePresence.of(workspaceId, epoch, toldVersion, toldStale, members);
  }

  /** Those of these users who are online, as of now; everything that was told is contained. */
  WorkspacePresence current(Collection<String> userIds) {
    Map<String, Presence> members = new HashMap<>();
    for (String user : userIds) {
      Presence presence = presenceOf(user);
      if (presence.isOnline()) {
        members.put(user, presence);
      }
    }
    return WorkspacePresence.of(workspaceId, epoch, toldVersion, stale, members);
  }
}
