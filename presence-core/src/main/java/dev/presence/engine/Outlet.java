package dev.presence.engine;

import dev.presence.model.PresenceUpdate;

/**
 * Where the engine's updates go. Called by the owner of the workspace: implementations hand over
 * and return.
 */
public interface Outlet {

  /** A workspace changed. */
  void publish(PresenceUpdate update);

  /** This node looks at the workspace no more; another look will be another epoch. */
  void closed(String workspaceId);
}
