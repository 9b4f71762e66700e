package dev.presence.websocket;

import dev.presence.PresenceConnection;
import dev.presence.Workspace;
import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.transport.Interest;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import dev.presence.transport.Visibility;
import dev.presence.websocket.wire.ClientMessage;
import dev.presence.websocket.wire.CloseCode;
import dev.presence.websocket.wire.ErrorCode;
import dev.presence.websocket.wire.ServerMessage;
import dev.presence.websocket.wire.WireCodec;
import java.util.Set;
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

  private final Sockets sockets;
  private final Workspace workspace;
  private final String userId;
  private final @Nullable PresenceConnection connection;
  private final Opening opening;
  private final Outbox outbox;
  private final RequestLimiter limiter;
  private final MergingGate<Activity> activity;
  private final MergingGate<ClientMessage.SetData> data;
  private final Consumer<CloseCode> end;
  private volatile @Nullable Viewer viewer;

  /** Whether the first snapshot has arrived. */
  private volatile boolean started;

  /**
   * A conversation with a user.
   *
   * @param connection null for a user who only observes
   * @param end ends the socket
   */
  Conversation(
      Sockets sockets,
      Workspace workspace,
      String userId,
      @Nullable PresenceConnection connection,
      Opening opening,
      Outbox outbox,
      RequestLimiter limiter,
      Consumer<CloseCode> end) {
    this.sockets = sockets;
    this.workspace = workspace;
    this.userId = userId;
    this.connection = connection;
    this.opening = opening;
    this.outbox = outbox;
    this.limiter = limiter;
    this.end = end;
    this.activity = new MergingGate<>(sockets.runtime(), sockets.limits(), this::setActivity);
    this.data = new MergingGate<>(sockets.runtime(), sockets.limits(), this::setData);
  }

  String userId() {
    return userId;
  }

  /** Null for a user who only observes. */
  @Nullable PresenceConnection connection() {
    return connection;
  }

  private void setActivity(Activity value) {
    if (connection != null) {
      connection.setActivity(value);
    }
  }

  private void setData(ClientMessage.SetData set) {
    if (connection != null) {
      connection.setData(set.json(), set.until());
    }
  }

  /** Begins to receive events; the first is a snapshot. */
  void join(Visibility visibility) {
    EndpointLimits limits = sockets.limits();
    viewer =
        workspace.join(
            sockets.transport(),
            ViewerOptions.of(userId)
                .interest(opening.interest())
                .visibility(visibility)
                .data(opening.data())
                .fullListLimit(limits.fullListLimit())
                .watchLimit(limits.watchedUsers())
                .pendingUsers(limits.pendingUsers())
                .attachment(this)
                .build());
  }

  /** From now on the user sees others only. */
  void setVisibility(Visibility visibility) {
    Viewer joined = viewer;
    if (joined != null) {
      joined.setVisibility(visibility);
    }
  }

  /** The socket has ended: nothing more is sent. */
  void close() {
    activity.close();
    data.close();
    Viewer joined = viewer;
    if (joined != null) {
      joined.close();
    }
  }

  /** An event of the workspace came. */
  void event(PresenceEvent event, EventFrames frames, Viewer receiver) {
    boolean isAnswer = !started || isAnswer(event);
    started = true;
    outbox.event(frames.frame(userId, opening), isAnswer, receiver::delivered);
    outbox.pump();
  }

  private static boolean isAnswer(PresenceEvent event) {
    return event instanceof PresenceEvent.Result
        || event instanceof PresenceEvent.Page
        || event instanceof PresenceEvent.Refused
        || (event instanceof PresenceEvent.Snapshot snapshot && snapshot.ref() != null);
  }

  void handle(ClientMessage message) {
    if (message instanceof ClientMessage.Activity said) {
      activity.say(said.active() ? Activity.ACTIVE : Activity.AWAY);
    } else if (message instanceof ClientMessage.SetData set) {
      data.say(set);
    } else if (message instanceof ClientMessage.Leave) {
      end.accept(CloseCode.LEFT);
    } else {
      RequestLimiter.Verdict verdict = limiter.next();
      if (verdict == RequestLimiter.Verdict.SERVED) {
        serve(message);
      } else {
        refuse(outbox, message.ref(), verdict, end);
      }
    }
  }

  private void serve(ClientMessage message) {
    if (message instanceof ClientMessage.Get get) {
      request(to -> to.get(get.ref(), get.userIds()));
    } else if (message instanceof ClientMessage.Watch watch) {
      Set<String> userIds = watch.userIds();
      Interest interest = userIds == null ? Interest.everyone() : Interest.users(userIds);
      request(to -> to.watch(watch.ref(), interest));
    } else if (message instanceof ClientMessage.WatchMore watch) {
      request(to -> to.watch(watch.ref(), watch.add(), watch.remove()));
    } else if (message instanceof ClientMessage.Page page) {
      request(to -> to.list(page.ref(), page.after(), page.limit()));
    } else if (message instanceof ClientMessage.Ping ping) {
      answer(outbox, new ServerMessage.Pong(ping.ref()));
    } else if (message instanceof ClientMessage.SetStatus manual) {
      setStatus(manual.status());
    } else if (message instanceof ClientMessage.SetNote set) {
      setNote(set.note());
    } else if (message instanceof ClientMessage.Malformed bad) {
      answer(outbox, new ServerMessage.Error(bad.code(), bad.message(), bad.ref()));
    }
  }

  private void request(Consumer<Viewer> request) {
    Viewer joined = viewer;
    if (joined != null) {
      outbox.expect();
      request.accept(joined);
      outbox.pump(); // it may hold too many answers now
    }
  }

  private void setStatus(ManualStatus status) {
    unlessStopped(() -> workspace.setStatus(userId, status));
  }

  private void setNote(@Nullable Note note) {
    unlessStopped(
        () -> {
          if (note == null) {
            workspace.clearNote(userId);
          } else {
            workspace.setNote(userId, note);
          }
        });
  }

  private static void unlessStopped(Runnable request) {
    try {
      request.run();
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
