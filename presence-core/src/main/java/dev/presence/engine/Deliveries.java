package dev.presence.engine;

import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Events of one batch of an owner, with all viewers that receive them. Confined to the owner. */
final class Deliveries {

  private final Outlet outlet;
  private Map<PresenceBroadcaster, Map<PresenceEvent, List<LocalViewer>>> pending =
      new IdentityHashMap<>();

  Deliveries(Outlet outlet) {
    this.outlet = outlet;
  }

  void add(LocalViewer viewer, PresenceEvent event) {
    viewer.inFlight = event;
    pending
        .computeIfAbsent(viewer.broadcaster(), broadcaster -> new IdentityHashMap<>())
        .computeIfAbsent(event, same -> new ArrayList<>())
        .add(viewer);
  }

  /** Hands everything to the transports. */
  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    Map<PresenceBroadcaster, Map<PresenceEvent, List<LocalViewer>>> all = pending;
    pending = new IdentityHashMap<>();
    all.forEach(
        (broadcaster, events) ->
            events.forEach((event, viewers) -> outlet.deliver(broadcaster, event, viewers)));
  }
}
