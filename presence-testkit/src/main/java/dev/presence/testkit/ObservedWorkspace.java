package dev.presence.testkit;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One workspace as somebody sees it who was told everything from the first. */
final class ObservedWorkspace {

  private final Map<String, Presence> members = new HashMap<>();
  private final Map<String, List<PresenceStatus>> history = new HashMap<>();
  private String epoch = "";
  private long version;
  private boolean stale;

  void start(WorkspacePresence snapshot) {
    epoch = snapshot.epoch();
    version = snapshot.version();
    stale = snapshot.stale();
    snapshot.members().forEach(this::see);
  }

  /** What is wrong with telling this next. */
  List<String> problemsOf(PresenceUpdate update) {
    List<String> problems = new ArrayList<>();
    if (isNewEpoch(update)) {
      return problems;
    }
    long least = update.changes().isEmpty() ? version : version + 1; // staleness is no change
    if (update.version() < least) {
      problems.add("the version did not grow beyond " + version);
    }
    if (update.changes().isEmpty() && update.stale() == stale) {
      problems.add("it tells nothing");
    }
    Set<String> users = new HashSet<>();
    for (PresenceChange change : update.changes()) {
      Presence before = presenceOf(change.userId());
      if (change.before().isChangeFrom(before)) {
        problems.add(change.userId() + " was " + before + " before");
      }
      if (!users.add(change.userId())) {
        problems.add(change.userId() + " changes twice");
      }
    }
    return problems;
  }

  void apply(PresenceUpdate update) {
    if (isNewEpoch(update)) {
      forgetOthersThan(update);
    }
    epoch = update.epoch();
    version = update.version();
    stale = update.stale();
    update.changes().forEach(change -> see(change.userId(), change.presence()));
  }

  Presence presenceOf(String userId) {
    return members.getOrDefault(userId, Presence.OFFLINE);
  }

  Map<String, Presence> members() {
    return Map.copyOf(members);
  }

  List<PresenceStatus> historyOf(String userId) {
    return List.copyOf(history.getOrDefault(userId, List.of()));
  }

  boolean isStale() {
    return stale;
  }

  private boolean isNewEpoch(PresenceUpdate update) {
    return !update.epoch().equals(epoch);
  }

  /** An update of a new epoch starts from an empty workspace. */
  private void forgetOthersThan(PresenceUpdate update) {
    Set<String> gone = new HashSet<>(members.keySet());
    update.changes().forEach(change -> gone.remove(change.userId()));
    gone.forEach(userId -> see(userId, Presence.OFFLINE));
  }

  private void see(String userId, Presence presence) {
    if (presence.status() != presenceOf(userId).status()) {
      history.computeIfAbsent(userId, id -> new ArrayList<>()).add(presence.status());
    }
    if (presence.isOnline()) {
      members.put(userId, presence);
    } else {
      members.remove(userId);
    }
  }
}
