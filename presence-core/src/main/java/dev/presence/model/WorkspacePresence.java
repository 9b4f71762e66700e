package dev.presence.model;

import java.util.Map;

/**
 * One workspace at one moment, whole or as far as was asked for.
 *
 * @param workspaceId which workspace
 * @param epoch names the view that {@code version} counts in; empty when this node does not view
 *     the workspace and read the store instead
 * @param version every update of this epoch up to this version is contained
 * @param stale true while the shared store is out of reach: whoever is not in {@code members} is
 *     unknown then
 * @param members everybody who is online, by user id
 */
public record WorkspacePresence(
    String workspaceId, String epoch, long version, boolean stale, Map<String, Presence> members) {

  public WorkspacePresence {
    members = Map.copyOf(members);
  }

  /**
   * The presence of a user; offline for whoever is not a member of the map. Ask {@link #stale()}
   * before you believe that.
   */
  public Presence presenceOf(String userId) {
    return members.getOrDefault(userId, Presence.OFFLINE);
  }
}
