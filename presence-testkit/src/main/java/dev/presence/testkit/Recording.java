package dev.presence.testkit;

import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was told of any number of workspaces, and whether it fits together. Whoever tells must not
 * be hurt, so a contradiction is kept, and thrown at the test when it looks at the recording. Safe
 * for use by any thread.
 */
final class Recording {

  private final Map<String, ObservedWorkspace> workspaces = new HashMap<>();
  private final List<PresenceUpdate> updates = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  synchronized void start(WorkspacePresence snapshot) {
    if (workspaces.containsKey(snapshot.workspaceId())) {
      contradictions.add("a snapshot came after the first: " + snapshot);
    }
    ObservedWorkspace observed = new ObservedWorkspace();
    observed.start(snapshot);
    workspaces.put(snapshot.workspaceId(), observed);
  }

  synchronized void add(PresenceUpdate update) {
    updates.add(update);
    ObservedWorkspace observed =
        workspaces.computeIfAbsent(update.workspaceId(), id -> new ObservedWorkspace());
    observed.problemsOf(update).forEach(problem -> contradictions.add(problem + ": " + update));
    observed.apply(update);
  }

  synchronized void contradict(String problem) {
    contradictions.add(problem);
  }

  synchronized List<PresenceUpdate> updates() {
    checked();
    return List.copyOf(updates);
  }

  synchronized Presence presenceOf(String workspaceId, String userId) {
    return observed(workspaceId).presenceOf(userId);
  }

  synchronized Map<String, Presence> members(String workspaceId) {
    return observed(workspaceId).members();
  }

  synchronized List<PresenceStatus> historyOf(String workspaceId, String userId) {
    return observed(workspaceId).historyOf(userId);
  }

  synchronized boolean isStale(String workspaceId) {
    return observed(workspaceId).isStale();
  }

  private ObservedWorkspace observed(String workspaceId) {
    checked();
    return workspaces.getOrDefault(workspaceId, new ObservedWorkspace());
  }

  private void checked() {
    if (!contradictions.isEmpty()) {
      throw new AssertionError("what was told does not fit together: " + contradictions.get(0));
    }
  }
}
