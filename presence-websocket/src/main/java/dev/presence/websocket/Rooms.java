package dev.presence.websocket;

import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of an endpoint: one for each workspace that has a socket. For use by any thread. */
final class Rooms {

  /** What an answer may take after the changes that it waits for should have been told. */
  private static final Duration MARGIN = Duration.ofMillis(250);

  /** A room and how many sockets are in it. */
  private record Open(Room room, int sockets) {}

  private final PresenceTracker tracker;
  private final Map<String, Open> byWorkspace = new ConcurrentHashMap<>();

  Rooms(PresenceTracker tracker) {
    this.tracker = tracker;
  }

  /** The room of a workspace, for one more socket, which goes by {@link #leave}. */
  Room enter(String workspaceId) {
    return byWorkspace
        .compute(
            workspaceId,
            (id, open) ->
                open == null ? new Open(newRoom(id), 1) : new Open(open.room(), open.sockets() + 1))
        .room();
  }

  /** One socket less. */
  void leave(String workspaceId) {
    byWorkspace.computeIfPresent(
        workspaceId,
        (id, open) -> open.sockets() == 1 ? null : new Open(open.room(), open.sockets() - 1));
  }

  /** Passes the update to the room of its workspace, if there is one. */
  void broadcast(PresenceUpdate update) {
    Open open = byWorkspace.get(update.workspaceId());
    if (open != null) {
      open.room().update(update);
    }
  }

  private Room newRoom(String workspaceId) {
    Workspace workspace = tracker.workspace(workspaceId);
    Duration patience = tracker.options().busyWindow().plus(MARGIN);
    return new Room(workspaceId, new TrackerSource(workspace), tracker.runtime(), patience);
  }

  private record TrackerSource(Workspace workspace) implements Room.Source {
    @Override
    public CompletionStage<WorkspacePresence> snapshot() {
      return workspace.snapshot();
    }

    @Override
    public CompletionStage<WorkspacePresence> snapshotOf(Collection<String> userIds) {
      return workspace.snapshotOf(userIds);
    }
  }
}
