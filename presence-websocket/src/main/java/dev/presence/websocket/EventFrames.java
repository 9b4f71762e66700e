package dev.presence.websocket;

import dev.presence.transport.PresenceEvent;
import dev.presence.websocket.wire.WireCodec;
import org.jspecify.annotations.Nullable;

/** One event as frames: encoded once, however many sockets receive it. For one thread. */
final class EventFrames {

  private final PresenceEvent event;
  private @Nullable String plain;
  private @Nullable String withSince;

  EventFrames(PresenceEvent event) {
    this.event = event;
  }

  /** The frame for a socket. */
  String frame(String userId, boolean since) {
    String shared = since ? withSince : plain;
    if (shared == null) {
      shared = encode(since);
      withSince = since ? shared : withSince;
      plain = since ? plain : shared;
    }
    return event instanceof PresenceEvent.Snapshot snapshot
        ? WireCodec.snapshot(snapshot, userId, shared)
        : shared;
  }

  private String encode(boolean since) {
    return event instanceof PresenceEvent.Snapshot snapshot
        ? WireCodec.snapshotBody(snapshot, since)
        : WireCodec.encode(event, since);
  }
}
