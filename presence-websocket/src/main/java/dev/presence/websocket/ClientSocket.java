package dev.presence.websocket;

import dev.presence.PresenceConnection;
import dev.presence.PresenceConnection.End;
import dev.presence.Workspace;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.transport.Visibility;
import dev.presence.websocket.wire.ClientMessage;
import dev.presence.websocket.wire.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket from the handshake to the end: waits for the authenticator, then holds a
 * conversation, until it ends once, however that happens.
 *
 * <p>Any thread may call; frames come one at a time. The lock of this object is held while the
 * state changes, and never while the container or the application is called.
 */
final class ClientSocket implements PingWheel.Target, Outbox.Listener {

  private static final Logger log = LoggerFactory.getLogger(ClientSocket.class);

  /** A normal close code: the user left. */
  private static final int NORMAL = 1000;

  /**
   * After a send failed, the container says soon how the socket ended: a send also fails when the
   * client has just left.
   */
  private static final Duration CLOSE_REPORT_TIMEOUT = Duration.ofSeconds(1);

  /** How long a first frame waits for the store, which mostly answers much sooner. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private enum State {
    WAITING,
    JOINED,
    OVER
  }

  private final Sockets sockets;
  private final SocketPort port;
  private final Outbox outbox;
  private final Liveness liveness;
  private final RequestLimiter limiter;
  private final UnhandledFrames unhandled;
  private List<ClientMessage> early = new ArrayList<>();
  private State state = State.WAITING;
  private volatile @Nullable Handshake handshake;
  private volatile boolean isReportedClosed;
  private @Nullable Conversation conversation;

  ClientSocket(Sockets sockets, SocketPort port) {
    this.sockets = sockets;
    this.port = port;
    this.outbox = new Outbox(port, sockets.limits(), sockets.wheel()::now, this);
    this.liveness = new Liveness(sockets.limits(), sockets.wheel().now());
    this.limiter = new RequestLimiter(sockets.runtime(), sockets.limits());
    this.unhandled = new UnhandledFrames(limiter);
  }

  // ---------------------------------------------------------------- the beginning

  /** Lets the authenticator decide. */
  void open(Handshake request, Opening opening) {
    handshake = request;
    sockets
        .authenticatorCalls()
        .ask(request, admission -> decided(admission, request.workspaceId(), opening));
  }

  private void decided(@Nullable Admission admission, String workspaceId, Opening opening) {
    CloseCode refusal = refusal(admission, opening.observe());
    if (admission == null || refusal != null) {
      end(refusal == null ? CloseCode.FAILED : refusal);
    } else {
      admit(workspaceId, admission, opening);
    }
  }

  /** Why the caller is refused; null if it is not. */
  private static @Nullable CloseCode refusal(@Nullable Admission admission, boolean observes) {
    if (admission == null) {
      return CloseCode.FAILED;
    }
    if (admission.userId() == null) {
      return admission.isForbidden() ? CloseCode.FORBIDDEN : CloseCode.UNAUTHENTICATED;
    }
    return observes && !admission.isObserver() ? CloseCode.FORBIDDEN : null;
  }

  private void admit(String workspaceId, Admission admission, Opening opening) {
    String userId = Objects.requireNonNull(admission.userId());
    if (!sockets.counts().tryJoin(userId)) {
      end(CloseCode.TOO_MANY);
      return;
    }
    Conversation begun = null;
    try {
      begun = begin(workspaceId, userId, opening);
    } catch (IllegalStateException e) {
      stopping(e);
    }
    if (begun == null) {
      sockets.counts().leave(userId);
      return;
    }
    PresenceConnection connection = begun.connection();
    if (connection == null) {
      join(begun, admission.visibility());
    } else {
      connection.ended().thenAccept(this::connectionEnded);
      joinWhenStored(begun, connection, admission.visibility());
    }
  }

  /** If the socket is the user's, asks the authenticator again, and applies what it says now. */
  void refresh(String userId) {
    Conversation current = current();
    Handshake request = handshake;
    if (current != null && request != null && current.userId().equals(userId)) {
      sockets.authenticatorCalls().ask(request, admission -> refreshed(current, admission));
    }
  }

  private void refreshed(Conversation current, @Nullable Admission admission) {
    CloseCode refusal = refusal(admission, current.connection() == null);
    boolean sameUser = admission != null && current.userId().equals(admission.userId());
    if (admission != null && refusal == null && sameUser) {
      current.setVisibility(admission.visibility());
    } else if (admission != null) {
      end(refusal == null ? CloseCode.UNAUTHENTICATED : refusal);
    } else {
      log.warn("Asking the authenticator again about a user failed; nothing has changed");
    }
  }

  private void stopping(IllegalStateException cause) {
    log.debug("Closing a WebSocket with 1012, because the PresenceTracker stops", cause);
    end(CloseCode.STOPPING);
  }

  /** Connects the user; null when the socket has ended meanwhile. */
  private synchronized @Nullable Conversation begin(
      String workspaceId, String userId, Opening opening) {
    if (state != State.WAITING) {
      return null;
    }
    Workspace workspace = sockets.tracker().workspace(workspaceId);
    PresenceConnection connection =
        opening.observe() ? null : workspace.connect(userId, opening.activity());
    conversation =
        new Conversation(
            sockets, workspace, userId, connection, opening, outbox, limiter, this::end);
    return conversation;
  }

  /**
   * The first frame tells the client that it counts. So it waits until the store has the
   * connection: if the user then leaves at the node where it was before, others must not notice.
   */
  private void joinWhenStored(
      Conversation begun, PresenceConnection connection, Visibility visibility) {
    if (!sockets.tracker().workspace(connection.workspaceId()).isStoreConnected()) {
      join(begun, visibility);
      return;
    }
    AtomicBoolean joined = new AtomicBoolean();
    Runnable once =
        () -> {
          if (!joined.getAndSet(true)) {
            join(begun, visibility);
          }
        };
    Scheduled atLast = sockets.runtime().schedule(LONGEST_WAIT, once);
    connection
        .flush()
        .whenComplete(
            (stored, failure) -> {
              atLast.cancel();
              once.run();
            });
  }

  private void join(Conversation begun, Visibility visibility) {
    if (current() == null) {
      return;
    }
    try {
      begun.join(visibility);
    } catch (IllegalStateException e) {
      stopping(e);
      return;
    }
    if (current() == null) {
      begun.close(); // the socket ended meanwhile
    }
    handleEarly();
  }

  private void connectionEnded(End reason) {
    if (reason == End.SET_OFFLINE) {
      end(CloseCode.FORBIDDEN);
    } else if (reason == End.TRACKER_CLOSED) {
      end(CloseCode.STOPPING);
    }
  }

  private void handleEarly() {
    for (List<ClientMessage> batch = takeEarly(); !batch.isEmpty(); batch = takeEarly()) {
      batch.forEach(this::handle);
    }
  }

  private synchronized List<ClientMessage> takeEarly() {
    List<ClientMessage> batch = early;
    early = new ArrayList<>();
    if (batch.isEmpty() && state == State.WAITING) {
      state = State.JOINED;
    }
    return batch;
  }

  // ---------------------------------------------------------------- frames

  /** A text frame came. */
  void text(String frame) {
    received();
    if (Utf8.length(frame) > sockets.limits().frameBytes()) {
      end(CloseCode.TOO_BIG);
      return;
    }
    ClientMessage message = sockets.reader().read(frame);
    switch (keepEarly(message)) {
      case KEPT -> {}
      case FULL -> Conversation.refuse(outbox, message.ref(), limiter.refused(), this::end);
      case NOT_EARLY -> handle(message);
    }
  }

  /** A binary frame came. */
  void binary() {
    end(CloseCode.BINARY);
  }

  /** Any frame is a sign of life. */
  void received() {
    unhandled.handled();
    liveness.received(sockets.wheel().now());
  }

  private enum Early {
    KEPT,
    FULL,
    NOT_EARLY
  }

  /** Of what a tab says of itself the last counts; it is merged, never refused. */
  private synchronized Early keepEarly(ClientMessage message) {
    if (state != State.WAITING) {
      return Early.NOT_EARLY;
    }
    boolean activity = message instanceof ClientMessage.Activity;
    if (activity) {
      early.removeIf(ClientMessage.Activity.class::isInstance);
    }
    if (!activity && early.size() >= sockets.limits().earlyFrames()) {
      return Early.FULL;
    }
    early.add(message);
    return Early.KEPT;
  }

  private void handle(ClientMessage message) {
    Conversation current = current();
    if (current != null) {
      current.handle(message);
    }
  }

  private synchronized @Nullable Conversation current() {
    return state == State.OVER ? null : conversation;
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void tick(long now) {
    if (unhandled.isAbuse(port.framesReceived())) {
      end(CloseCode.FLOOD);
      return;
    }
    switch (liveness.check(now, outbox.sendingSince())) {
      case DEAD -> end(CloseCode.TOO_SLOW);
      case SILENT -> sockets.pings().execute(this::ping);
      case FINE -> {}
    }
  }

  private void ping() {
    liveness.pinged(sockets.wheel().now());
    port.ping();
  }

  @Override
  public void overflowed() {
    end(CloseCode.TOO_SLOW);
  }

  @Override
  public void broken(Throwable failure) {
    log.debug("Sending to a WebSocket failed; it is closed", failure);
    outbox.close();
    sockets.runtime().schedule(CLOSE_REPORT_TIMEOUT, () -> end(CloseCode.TOO_SLOW));
  }

  /** The server ends it. */
  void end(CloseCode code) {
    if (finish(code)) {
      sockets.close(port, code);
      sockets.runtime().schedule(sockets.limits().sendTimeout(), this::cutIfOpen);
    }
  }

  private void cutIfOpen() {
    if (!isReportedClosed) {
      sockets.cut(port);
    }
  }

  /** The client ended it, or the link is gone; {@code code} is what the container says of it. */
  void closed(int code) {
    isReportedClosed = true;
    finish(code == NORMAL ? CloseCode.LEFT : CloseCode.TOO_SLOW);
  }

  /** False when it had ended already. */
  private boolean finish(CloseCode code) {
    Conversation last;
    synchronized (this) {
      if (state == State.OVER) {
        return false;
      }
      state = State.OVER;
      early.clear();
      last = conversation;
    }
    outbox.close();
    sockets.forget(this);
    if (last != null) {
      last.close();
      if (last.connection() != null) {
        endConnection(last.connection(), code);
      }
      sockets.counts().leave(last.userId());
    }
    return true;
  }

  /**
   * What the tracker ended itself, or no longer writes because it drains, is not affected. So a
   * socket that is closed because the server stops counts for the grace if the endpoint closes
   * alone, and for the drain time if the tracker closes.
   */
  private static void endConnection(PresenceConnection connection, CloseCode code) {
    if (code == CloseCode.LEFT) {
      connection.leave();
    } else {
      connection.disconnected();
    }
  }
}
