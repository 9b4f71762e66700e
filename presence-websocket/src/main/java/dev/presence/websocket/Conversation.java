package dev.presence.websocket;

import dev.presence.PresenceConnection;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.websocket.wire.ClientMessage;
import dev.presence.websocket.wire.CloseCode;
import dev.presence.websocket.wire.ErrorCode;
import dev.presence.websocket.wire.ServerMessage;
import dev.presence.websocket.wire.WireCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one user's socket asks for and gets, from when it was admitted. Frames come one at a time,
 * on any thread.
 */
final class Conversation {

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final PresenceConnection connection;
  private final Workspace workspace;
  private final Room room;
  private final Viewer viewer;
  private final RequestLimiter limiter;
  private final ActivityGate activity;
  private final Consumer<CloseCode> end;

  /**
   * Begins to view the room.
   *
   * @param end ends the socket
   */
  Conversation(
      Sockets sockets,
      Workspace workspace,
      PresenceConnection connection,
      Outbox outbox,
      RequestLimiter limiter,
      Consumer<CloseCode> end) {
    this.workspace = workspace;
    this.connection = connection;
    this.limiter = limiter;
    this.end = end;
    this.viewer = new Viewer(connection.userId(), outbox);
    this.activity = new ActivityGate(sockets.runtime(), sockets.limits(), connection::setActivity);
    this.room = sockets.rooms().enter(workspace.id());
    room.join(viewer);
  }

  PresenceConnection connection() {
    return connection;
  }

  Room room() {
    return room;
  }

  /** It is over: nothing more is sent. */
  void close() {
    activity.close();
    room.leave(viewer);
  }

  void handle(ClientMessage message) {
    if (message instanceof ClientMessage.Activity said) {
      activity.say(said.active() ? Activity.ACTIVE : Activity.AWAY);
    } else if (message instanceof ClientMessage.Leave) {
      end.accept(CloseCode.LEFT);
    } else {
      RequestLimiter.Verdict verdict = limiter.next();
      if (verdict == RequestLimiter.Verdict.SERVED) {
        serve(message);
      } else {
        refuse(viewer.outbox, message.ref(), verdict, end);
      }
    }
  }

  private void serve(ClientMessage message) {
    if (message instanceof ClientMessage.Get get) {
      room.get(viewer, get.ref(), get.userIds());
    } else if (message instanceof ClientMessage.Watch watch) {
      room.watch(viewer, watch.ref(), watch.userIds());
    } else if (message instanceof ClientMessage.Ping ping) {
      answer(viewer.outbox, new ServerMessage.Pong(ping.ref()));
    } else if (message instanceof ClientMessage.ManualAway byHand) {
      setManualAway(byHand.away());
    } else if (message instanceof ClientMessage.Malformed bad) {
      answer(viewer.outbox, new ServerMessage.Error(bad.code(), bad.message(), bad.ref()));
    }
  }

  private void setManualAway(boolean away) {
    try {
      if (away) {
        workspace.setAway(viewer.userId);
      } else {
        workspace.setActive(viewer.userId);
      }
    } catch (IllegalStateException e) {
      log.debug("Ignoring a request, because the PresenceTracker stops", e);
    }
  }

  /** Answers that there were too many requests, or ends the socket after too many such answers. */
  static void refuse(
      Outbox outbox, @Nullable Long ref, RequestLimiter.Verdict verdict, Consumer<CloseCode> end) {
    if (verdict == RequestLimiter.Verdict.ABUSE) {
      end.accept(CloseCode.FLOOD);
    } else {
      answer(
          outbox,
          new ServerMessage.Error(
              ErrorCode.RATE_LIMITED, "too many requests; wait a second before the next one", ref));
    }
  }

  private static void answer(Outbox outbox, ServerMessage message) {
    outbox.answer(WireCodec.encode(message));
    outbox.pump();
  }
}
