package dev.presence.model;

/**
 * Hears what happens in one workspace: first the whole, then each difference, without a gap or an
 * overlap in between. Called by one thread at a time, outside all locks; a listener that is slow
 * gets what it missed merged by user, one that throws is logged.
 */
public interface PresenceListener {

  /** Everybody who is online. Called once, first. */
  void onSnapshot(WorkspacePresence workspace);

  /** What changed since. */
  void onUpdate(PresenceUpdate update);
}
