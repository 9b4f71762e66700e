package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is online in one workspace as this node sees it, and the difference to what was published
 * last. The owner is the only writer; any thread may read the current state.
 */
public final class Roster {

  private final String workspaceId;
  private final String epoch;
  private final Map<String, Presence> online = new ConcurrentHashMap<>();

  /** Users who are offline, and have a note or were seen last at a known time. */
  private final Map<String, Presence> offline = new ConcurrentHashMap<>();

  /** What users who are invisible see of themselves. */
  private final Map<String, Presence> invisible = new HashMap<>();

  /** How many are online (upper half) and away (lower half): one value, so that both fit. */
  private volatile long counts;

  /**
   * What was published of the users who changed since. A new one each time: one that is cleared
   * walks the table of the largest change that it ever held.
   */
  private Map<String, Presence> publishedBefore = new LinkedHashMap<>();

  /** The ids of those who are online, for pages; made when the first page is requested. */
  private @Nullable NavigableSet<String> ordered;

  private long version;
  private long publishedVersion;
  private boolean stale;
  private boolean publishedStale;

  Roster(String workspaceId, String epoch) {
    this.workspaceId = workspaceId;
    this.epoch = epoch;
  }

  String workspaceId() {
    return workspaceId;
  }

  String epoch() {
    return epoch;
  }

  // ---------------------------------------------------------------- the current state

  /** What a user is now. May be called by any thread. */
  public Presence presenceOf(String userId) {
    Presence presence = online.get(userId);
    return presence == null ? offline.getOrDefault(userId, Presence.OFFLINE) : presence;
  }

  /** Everyone who is online now, as a view of this map. May be called by any thread. */
  public Map<String, Presence> online() {
    return Collections.unmodifiableMap(online);
  }

  /** How many are online now. May be called by any thread. */
  public PresenceCounts counts() {
    long now = counts;
    return PresenceCounts.of((int) (now >> 32), (int) now);
  }

  /** Sets what a user is. While the status stays, the user keeps the time since when. */
  void put(String userId, Presence presence) {
    Presence before = presenceOf(userId);
    if (!isChange(presence, before)) {
      if (!presence.isOnline()) {
        set(userId, before, presence); // when it was last seen is no change of its own
      }
      return;
    }
    set(userId, before, presence);
    version++;
    Presence published = publishedBefore.putIfAbsent(userId, before);
    if (published != null && !isChange(presence, published)) {
      publishedBefore.remove(userId); // back to what everyone knows, its time included
      set(userId, presence, published);
    }
  }

  /**
   * Sets what the user's own connections see.
   *
   * @return what they saw before, if that differs and they see something else than others; else
   *     null
   */
  @Nullable Presence putSelf(String userId, Presence self) {
    Presence before = self.isInvisible() ? invisible.put(userId, self) : invisible.remove(userId);
    boolean toOrFromInvisible = (before != null) != self.isInvisible();
    if (toOrFromInvisible) {
      return before == null ? presenceOf(userId) : before;
    }
    return before != null && isChange(self, before) ? before : null;
  }

  private static boolean isChange(Presence presence, Presence before) {
    return presence.isChangeFrom(before) || presence.isDataChangeFrom(before);
  }

  /** True while others see the user as offline, although it is not. */
  boolean isInvisible(String userId) {
    return invisible.containsKey(userId);
  }

  /** What the user's own connections see. */
  Presence self(String userId) {
    Presence self = invisible.get(userId);
    return self == null ? published(userId) : self;
  }

  private void set(String userId, Presence before, Presence presence) {
    if (presence.isOnline()) {
      online.put(userId, presence);
    } else {
      online.remove(userId);
    }
    if (!presence.isOnline() && !presence.equals(Presence.OFFLINE)) {
      offline.put(userId, presence);
    } else {
      offline.remove(userId);
    }
    long countsBefore = counts;
    counts = countsBefore + weight(presence) - weight(before); // one writer
    NavigableSet<String> ids = ordered;
    if (ids != null && presence.isOnline()) {
      ids.add(userId);
    } else if (ids != null) {
      ids.remove(userId);
    }
  }

  private static long weight(Presence presence) {
    return (presence.isOnline() ? 1L << 32 : 0)
        + (presence.status() == PresenceStatus.AWAY ? 1 : 0);
  }

  void setStale(boolean value) {
    stale = value;
  }

  /** Those of these users who are online or have a note, as of now. */
  WorkspacePresence current(Collection<String> userIds) {
    Map<String, Presence> members = new HashMap<>();
    for (String user : userIds) {
      Presence presence = presenceOf(user);
      if (!presence.equals(Presence.OFFLINE)) {
        members.put(user, presence);
      }
    }
    return WorkspacePresence.of(workspaceId, epoch, publishedVersion, stale, members);
  }

  // ---------------------------------------------------------------- what was published

  /** How many users would be in the next update. */
  int unpublished() {
    return publishedBefore.size();
  }

  boolean isUnpublished() {
    return !publishedBefore.isEmpty() || stale != publishedStale;
  }

  /** True while the user has changed since the last update. */
  boolean isUnpublished(String userId) {
    return publishedBefore.containsKey(userId);
  }

  /** Everything that changed since the last call. */
  PresenceUpdate publish() {
    List<PresenceChange> changes = new ArrayList<>(publishedBefore.size());
    publishedBefore.forEach(
        (user, before) -> changes.add(PresenceChange.of(user, presenceOf(user), before)));
    publishedBefore = new LinkedHashMap<>();
    publishedVersion = version;
    publishedStale = stale;
    return PresenceUpdate.of(workspaceId, epoch, version, stale, changes);
  }

  boolean publishedStale() {
    return publishedStale;
  }

  /** What was published of the user last. */
  Presence published(String userId) {
    Presence before = publishedBefore.get(userId);
    return before == null ? presenceOf(userId) : before;
  }

  /** Everyone who was online at the last update. */
  Map<String, Presence> published() {
    if (publishedBefore.isEmpty()) {
      return online;
    }
    Map<String, Presence> members = new HashMap<>(online);
    publishedBefore.forEach(
        (user, before) -> {
          if (before.isOnline()) {
            members.put(user, before);
          } else {
            members.remove(user);
          }
        });
    return members;
  }

  /** The whole workspace as it was published last; the next update leads on from it. */
  WorkspacePresence snapshot() {
    return WorkspacePresence.of(workspaceId, epoch, publishedVersion, publishedStale, published());
  }

  /** The ids of those who are online now that follow this one, in order; all of them for null. */
  Iterable<String> idsAfter(@Nullable String userId) {
    NavigableSet<String> ids = ordered;
    if (ids == null) {
      ids = new TreeSet<>(online.keySet());
      ordered = ids;
    }
    return userId == null ? ids : ids.tailSet(userId, false);
  }
}
