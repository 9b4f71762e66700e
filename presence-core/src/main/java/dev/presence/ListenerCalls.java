package dev.presence;

import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceUpdate;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener with the events of its viewer, one after the other. */
final class ListenerCalls implements PresenceBroadcaster {

  private static final Logger log = LoggerFactory.getLogger(ListenerCalls.class);

  private final PresenceListener listener;
  private PresenceUpdate last = PresenceUpdate.of("", "", 0, false, List.of());

  ListenerCalls(PresenceListener listener) {
    this.listener = listener;
  }

  @Override
  public void deliver(PresenceEvent event, List<Viewer> viewers) {
    try {
      call(event);
    } catch (RuntimeException | Error e) {
      log.error("A PresenceListener failed; it receives what follows", e);
    }
    viewers.forEach(Viewer::delivered);
  }

  private void call(PresenceEvent event) {
    if (event instanceof PresenceEvent.Snapshot snapshot) {
      last = withoutChanges(snapshot);
      listener.onSnapshot(snapshot.workspace());
    } else if (event instanceof PresenceEvent.Update update) {
      last = update.update();
      listener.onUpdate(last);
    } else if (event instanceof PresenceEvent.Stale stale && stale.stale() != last.stale()) {
      last =
          PresenceUpdate.of(
              last.workspaceId(), last.epoch(), last.version(), stale.stale(), List.of());
      listener.onUpdate(last);
    }
  }

  private static PresenceUpdate withoutChanges(PresenceEvent.Snapshot snapshot) {
    return PresenceUpdate.of(
        snapshot.workspace().workspaceId(),
        snapshot.workspace().epoch(),
        snapshot.workspace().version(),
        snapshot.workspace().stale(),
        List.of());
  }
}
