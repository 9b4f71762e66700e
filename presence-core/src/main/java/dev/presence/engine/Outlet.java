package dev.presence.engine;

import dev.presence.model.PresenceUpdate;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import java.util.List;

/**
 * Where the engine's events go. Called by the owner of the workspace: implementations hand over and
 * return.
 */
public interface Outlet {

  /** A workspace changed. */
  void published(PresenceUpdate update);

  /**
   * An event for these viewers of a transport; each of them waits for {@link
   * LocalViewer#delivered()} or {@link LocalViewer#failed}.
   */
  void deliver(PresenceBroadcaster broadcaster, PresenceEvent event, List<LocalViewer> viewers);
}
