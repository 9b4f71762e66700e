package dev.presence.model;

import java.util.List;

/**
 * The difference between two states of one workspace, as a node sees it.
 *
 * <p>Updates of one {@code epoch} build on each other, starting from an empty workspace: an
 * observer that sees a new epoch forgets what it had and finds everybody who is online in this
 * update.
 *
 * @param workspaceId which workspace
 * @param epoch names the view that the versions count in; it is new whenever a node opens the
 *     workspace again
 * @param version up to which change of that view this update is complete; grows with each change
 *     within an epoch, and stays when only {@code stale} changed
 * @param stale true while the shared store is out of reach, so that whoever is absent is
 *     <em>unknown</em>, not offline
 * @param changes who changed; a user at most once; empty when only {@code stale} changed
 */
public record PresenceUpdate(
    String workspaceId, String epoch, long version, boolean stale, List<PresenceChange> changes) {

  public PresenceUpdate {
    changes = List.copyOf(changes);
  }
}
