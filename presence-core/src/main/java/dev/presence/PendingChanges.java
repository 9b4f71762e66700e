package dev.presence;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an observer of one workspace has missed, merged by user: its size is bounded by the number
 * of users, however long the observer takes. A user who went away and came back meanwhile is not in
 * it, so that nobody is ever told the same status twice in a row.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PendingChanges {

  private record Merged(PresenceStatus before, Presence after) {}

  /** A new one each time: a cleared one walks the table of the largest change it ever held. */
  private Map<String, Merged> byUser = new LinkedHashMap<>();

  private @Nullable PresenceUpdate latest;
  private @Nullable String epochBefore;
  private boolean staleBefore;

  /** Adds an update. One of another epoch than what is pending replaces it: it holds everybody. */
  public void add(PresenceUpdate update) {
    if (latest != null && !latest.epoch().equals(update.epoch())) {
      byUser = new LinkedHashMap<>();
    }
    for (PresenceChange change : update.changes()) {
      byUser.compute(change.userId(), (user, known) -> merge(known, change));
    }
    latest = update;
  }

  private static @Nullable Merged merge(@Nullable Merged known, PresenceChange change) {
    PresenceStatus before = known == null ? change.previous() : known.before();
    return before == change.presence().status() ? null : new Merged(before, change.presence());
  }

  /**
   * The observer got a snapshot: forgets what was pending, and notes what the observer knows now.
   */
  public void restart(String epoch, boolean stale) {
    byUser = new LinkedHashMap<>();
    latest = null;
    epochBefore = epoch;
    staleBefore = stale;
  }

  /** True when there is nothing to tell. */
  public boolean isEmpty() {
    return latest == null
        || (byUser.isEmpty()
            && latest.stale() == staleBefore
            && latest.epoch().equals(epochBefore));
  }

  /** How many users changed. */
  public int size() {
    return byUser.size();
  }

  /**
   * Takes everything out as one update, with the version up to which it is complete; null when
   * there is nothing to tell.
   */
  public @Nullable PresenceUpdate drain() {
    PresenceUpdate last = latest;
    if (last == null || isEmpty()) {
      return null;
    }
    List<PresenceChange> changes = new ArrayList<>(byUser.size());
    byUser.forEach(
        (user, merged) -> changes.add(PresenceChange.of(user, merged.after(), merged.before())));
    byUser = new LinkedHashMap<>();
    latest = null;
    epochBefore = last.epoch();
    staleBefore = last.stale();
    return PresenceUpdate.of(
        last.workspaceId(), last.epoch(), last.version(), last.stale(), changes);
  }
}
