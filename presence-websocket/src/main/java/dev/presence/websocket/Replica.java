package dev.presence.websocket;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.websocket.wire.WireCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A workspace as of the last update that the sockets were told. Pure state, confined to its {@link
 * Room}.
 */
final class Replica {

  private final String workspaceId;
  private final Map<String, Presence> members = new LinkedHashMap<>();
  private String epoch = "";
  private long version;
  private boolean stale;
  private @Nullable String encoded;

  Replica(String workspaceId) {
    this.workspaceId = workspaceId;
  }

  /** Empty before the first snapshot. */
  String epoch() {
    return epoch;
  }

  long version() {
    return version;
  }

  boolean stale() {
    return stale;
  }

  /** Begins anew with another view of the workspace. */
  void restart(WorkspacePresence snapshot) {
    members.clear();
    members.putAll(snapshot.members());
    epoch = snapshot.epoch();
    version = snapshot.version();
    stale = snapshot.stale();
    encoded = null;
  }

  /**
   * Takes an update of the same epoch, and returns what of it was new. It does not rely on what the
   * update says was before: a snapshot may have told a part of it already.
   */
  PresenceUpdate apply(PresenceUpdate update) {
    List<PresenceChange> news = new ArrayList<>();
    if (update.version() > version) {
      for (PresenceChange change : update.changes()) {
        put(change.userId(), change.presence(), news);
      }
      version = update.version();
      encoded = null;
    }
    if (update.version() >= version) {
      stale = update.stale();
    }
    return PresenceUpdate.of(workspaceId, epoch, version, stale, news);
  }

  /** Takes a snapshot of the same epoch, and returns what of it was new. */
  PresenceUpdate catchUp(WorkspacePresence snapshot) {
    Map<String, Presence> all = new HashMap<>(snapshot.members());
    members.keySet().forEach(userId -> all.putIfAbsent(userId, Presence.OFFLINE));
    List<PresenceChange> changes = new ArrayList<>();
    all.forEach(
        (userId, presence) -> {
          if (presence.status() != presenceOf(userId).status()) {
            changes.add(PresenceChange.of(userId, presence, presenceOf(userId).status()));
          }
        });
    return apply(
        PresenceUpdate.of(workspaceId, epoch, snapshot.version(), snapshot.stale(), changes));
  }

  private void put(String userId, Presence presence, List<PresenceChange> news) {
    Presence before = presenceOf(userId);
    if (before.status() == presence.status()) {
      return;
    }
    if (presence.isOnline()) {
      members.put(userId, presence);
    } else {
      members.remove(userId);
    }
    news.add(PresenceChange.of(userId, presence, before.status()));
  }

  Presence presenceOf(String userId) {
    return members.getOrDefault(userId, Presence.OFFLINE);
  }

  Map<String, Presence> presenceOf(Collection<String> userIds) {
    Map<String, Presence> found = new LinkedHashMap<>();
    userIds.forEach(userId -> found.put(userId, presenceOf(userId)));
    return found;
  }

  /** True when the sockets were told what this says of these users. */
  boolean agreesWith(WorkspacePresence found, Collection<String> userIds) {
    return userIds.stream()
        .allMatch(userId -> found.presenceOf(userId).status() == presenceOf(userId).status());
  }

  /** Everybody who is online as JSON; made once a version, however many sockets join. */
  String encodedMembers() {
    if (encoded == null) {
      encoded = WireCodec.members(members);
    }
    return Objects.requireNonNull(encoded);
  }
}
