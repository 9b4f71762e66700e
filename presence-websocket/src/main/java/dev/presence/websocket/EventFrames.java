package dev.presence.websocket;

import dev.presence.transport.PresenceEvent;
import dev.presence.websocket.wire.Extras;
import dev.presence.websocket.wire.WireCodec;
import java.util.EnumMap;
import java.util.Map;

/** One event as frames: encoded once, however many sockets receive it. For one thread. */
final class EventFrames {

  private final PresenceEvent event;
  private final Map<Extras, String> shared = new EnumMap<>(Extras.class);

  EventFrames(PresenceEvent event) {
    this.event = event;
  }

  /** The frame for a socket. */
  String frame(String userId, Opening opening) {
    String text = shared.computeIfAbsent(Extras.of(opening.since(), opening.data()), this::encode);
    return event instanceof PresenceEvent.Snapshot snapshot
        ? WireCodec.snapshot(snapshot, userId, text)
        : text;
  }

  private String encode(Extras extras) {
    return event instanceof PresenceEvent.Snapshot snapshot
        ? WireCodec.snapshotBody(snapshot, extras)
        : WireCodec.encode(event, extras);
  }
}
