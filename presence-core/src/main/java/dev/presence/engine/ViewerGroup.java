package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of a workspace that may see the same users, and therefore share events, counts and
 * the switch between a full and a partial list. Confined to the owner.
 */
final class ViewerGroup {

  private static final Logger log = LoggerFactory.getLogger(ViewerGroup.class);

  /** Counts are sent at most once in this time. */
  private static final long COUNTS_MILLIS = 1_000;

  /** A list becomes full or partial at most once in this time. */
  private static final long SWITCH_MILLIS = 10_000;

  /** A partial list becomes full below this part of the limit, in percent. */
  private static final long FULL_BELOW_PERCENT = 80;

  /**
   * What viewers of a group have in common.
   *
   * @param data true if they receive what connections state of themselves
   * @param self the user of the viewers if others do not see it as they do: a viewer always sees
   *     itself
   * @param invisible true if others see that user as offline
   */
  record Key(
      Visibility visibility,
      int fullListLimit,
      boolean data,
      @Nullable String self,
      boolean invisible) {
    static Key of(LocalViewer viewer, Roster roster) {
      Visibility visibility = viewer.visibility();
      String self = viewer.userId();
      boolean invisible = self != null && roster.isInvisible(self);
      boolean alone = invisible || (self != null && !isVisible(visibility, self));
      return new Key(
          visibility,
          viewer.options().fullListLimit(),
          viewer.options().data(),
          alone ? self : null,
          invisible);
    }
  }

  private final Key key;
  private final Set<LocalViewer> viewers = new LinkedHashSet<>();

  /** How many of the viewers watch by name only. */
  private int byName;

  private int online;
  private int away;
  private boolean partial;
  private long switchedAt;
  private long countsVersion;
  private long sentVersion;
  private long sentAt;
  private PresenceEvent.Counts sent = new PresenceEvent.Counts(PresenceCounts.NONE);
  private PresenceEvent.@Nullable Snapshot shared;

  ViewerGroup(Key key, Roster roster, long now) {
    this.key = key;
    visible(roster).values().forEach(presence -> count(presence.status(), 1));
    this.partial = online > key.fullListLimit();
    this.switchedAt = now - SWITCH_MILLIS;
    this.sentAt = now - COUNTS_MILLIS;
  }

  Key key() {
    return key;
  }

  Set<LocalViewer> viewers() {
    return viewers;
  }

  void add(LocalViewer viewer) {
    viewers.add(viewer);
    byName += viewer.everyone ? 0 : 1;
  }

  void remove(LocalViewer viewer) {
    if (viewers.remove(viewer)) {
      byName -= viewer.everyone ? 0 : 1;
    }
  }

  boolean isEmpty() {
    return viewers.isEmpty();
  }

  void setEveryone(LocalViewer viewer, boolean everyone) {
    byName += (viewer.everyone ? 1 : 0) - (everyone ? 1 : 0);
    viewer.everyone = everyone;
  }

  boolean sees(String userId) {
    return userId.equals(key.self()) || isVisible(key.visibility(), userId);
  }

  /** What the viewers see of this user, as of the last update. */
  Presence presence(String userId, Roster roster) {
    if (userId.equals(key.self())) {
      return roster.self(userId);
    }
    return isVisible(key.visibility(), userId) ? roster.published(userId) : Presence.OFFLINE;
  }

  private static boolean isVisible(Visibility visibility, String userId) {
    try {
      return visibility.sees(userId);
    } catch (RuntimeException | Error e) {
      log.error("A Visibility failed; the user is hidden", e);
      return false;
    }
  }

  private void count(PresenceStatus status, int by) {
    if (status.isOnline()) {
      online += by;
      away += status == PresenceStatus.AWAY ? by : 0;
    }
  }

  /** Takes what changed into the counts, and returns the part that the viewers may see. */
  List<PresenceChange> take(List<PresenceChange> changes) {
    shared = null;
    List<PresenceChange> visible = new ArrayList<>(changes.size());
    int onlineBefore = online;
    int awayBefore = away;
    for (PresenceChange change : changes) {
      if (seesChange(change)) {
        count(change.before().status(), -1);
        count(change.presence().status(), 1);
        visible.add(change);
      }
    }
    if (online != onlineBefore || away != awayBefore) {
      countsVersion++;
    }
    return visible.size() == changes.size() ? changes : visible;
  }

  /** Takes into the counts what only the viewers see of themselves. */
  void takeSelf(PresenceChange change) {
    shared = null;
    count(change.before().status(), -1);
    count(change.presence().status(), 1);
    countsVersion++;
  }

  /** True when the viewers receive this change of the roster. */
  boolean seesChange(PresenceChange change) {
    return (key.data() || !change.isDataOnly()) && seesChange(change.userId());
  }

  /** True when what the viewers receive of a user differs. */
  boolean isChange(Presence now, Presence before) {
    return now.isChangeFrom(before) || (key.data() && now.isDataChangeFrom(before));
  }

  private boolean seesChange(String userId) {
    return sees(userId) && !(key.invisible() && userId.equals(key.self()));
  }

  /** Everyone online whom the viewers may see, as of the last update. */
  Map<String, Presence> visible(Roster roster) {
    Map<String, Presence> members = roster.published();
    String self = key.self();
    if (self == null && key.visibility().equals(Visibility.everyone())) {
      return members;
    }
    Map<String, Presence> visible = new HashMap<>();
    members.forEach(
        (user, presence) -> {
          if (seesChange(user)) {
            visible.put(user, presence);
          }
        });
    if (self != null && roster.self(self).isOnline()) {
      visible.put(self, roster.self(self));
    }
    return visible;
  }

  PresenceCounts counts() {
    return PresenceCounts.of(online, away);
  }

  long countsVersion() {
    return countsVersion;
  }

  /** The counts that were sent last, and their version. */
  PresenceEvent.Counts sentCounts() {
    return sent;
  }

  long sentVersion() {
    return sentVersion;
  }

  /** True when users who are not listed are unknown to this viewer. */
  boolean isPartial(LocalViewer viewer) {
    return partial || !viewer.everyone;
  }

  boolean isPartial() {
    return partial;
  }

  /** The snapshot that viewers of everyone share since the last update. */
  PresenceEvent.@Nullable Snapshot shared() {
    return shared;
  }

  void share(PresenceEvent.Snapshot snapshot) {
    shared = snapshot;
  }

  /** Becomes full or partial, if it is time; true when it did. */
  boolean switchIfDue(long now) {
    boolean due = isSwitchWanted() && now - switchedAt >= SWITCH_MILLIS;
    if (due) {
      partial = !partial;
      switchedAt = now;
      shared = null;
    }
    return due;
  }

  private boolean isSwitchWanted() {
    long limit = key.fullListLimit();
    return partial ? online * 100L < limit * FULL_BELOW_PERCENT : online > limit;
  }

  /** New counts are for the viewers, if it is time; true when there are some. */
  boolean sendCountsIfDue(long now) {
    boolean due = areCountsNew() && now - sentAt >= COUNTS_MILLIS;
    if (due) {
      sentVersion = countsVersion;
      sentAt = now;
      sent = new PresenceEvent.Counts(counts());
    }
    return due;
  }

  private boolean areCountsNew() {
    return countsVersion > sentVersion && (partial || byName > 0);
  }

  /** How long until something is due, in milliseconds; the largest long if nothing will be. */
  long untilDue(long now) {
    long untilSwitch = isSwitchWanted() ? switchedAt + SWITCH_MILLIS - now : Long.MAX_VALUE;
    long untilCounts = areCountsNew() ? sentAt + COUNTS_MILLIS - now : Long.MAX_VALUE;
    return Math.min(untilSwitch, untilCounts);
  }
}
