package dev.presence.websocket;

import dev.presence.PendingChanges;
import dev.presence.model.PresenceUpdate;
import dev.presence.websocket.wire.ServerMessage;
import dev.presence.websocket.wire.WireCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one socket, in one order: one send is in flight; changes that come
 * meanwhile are merged by user, and too many of them become a snapshot; answers keep their place,
 * and too many of them end the socket. Nothing is sent before the first snapshot.
 *
 * <p>Any thread may call. Only {@link #pump} calls the container, and holds no lock then; whoever
 * put something in calls it as soon as they hold no lock either.
 */
final class Outbox {

  /** Called outside all locks: the client cannot be served any more. */
  interface Listener {
    /** More answers wait than may. */
    void overflowed();

    /** The container could not send. */
    void broken(Throwable failure);
  }

  private enum Kind {
    UPDATE,
    STALE,
    ANSWER
  }

  private record Frame(Kind kind, String text) {}

  private static final long NOTHING = -1;

  private final SocketPort port;
  private final EndpointLimits limits;
  private final LongSupplier clock;
  private final Listener listener;
  private final Deque<Frame> ready = new ArrayDeque<>();
  private final PendingChanges pending = new PendingChanges();
  private int answers;
  private boolean sentStale;
  private boolean begun;
  private boolean held;
  private boolean pumping;
  private boolean overflowed;
  private boolean closed;
  private volatile long sendingSince = NOTHING;

  Outbox(SocketPort port, EndpointLimits limits, LongSupplier clock, Listener listener) {
    this.port = port;
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
  }

  /** Sends nothing until {@link #release}; what comes meanwhile is merged. */
  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
  }

  /** Everybody who is online. Comes first, or in place of the changes that wait. */
  synchronized void snapshot(String text, String epoch, boolean stale) {
    Deque<Frame> earlier = new ArrayDeque<>();
    if (begun) {
      dropWaitingChanges();
    } else {
      earlier.addAll(ready);
      ready.clear();
    }
    begun = true;
    ready.addLast(new Frame(Kind.UPDATE, text));
    tellStale(stale);
    pending.restart(epoch, stale);
    ready.addAll(earlier);
  }

  private void dropWaitingChanges() {
    while (!ready.isEmpty() && ready.getLast().kind() != Kind.ANSWER) {
      if (ready.removeLast().kind() == Kind.STALE) {
        sentStale = !sentStale;
      }
    }
  }

  /**
   * What changed.
   *
   * @param shared gives the update as a frame that other sockets send too
   * @param snapshot gives everybody as of this update, for a client that is too far behind
   */
  synchronized void update(
      PresenceUpdate update, Supplier<String> shared, Supplier<String> snapshot) {
    if (closed) {
      return;
    }
    if (isIdle()) {
      if (!update.changes().isEmpty()) {
        ready.addLast(new Frame(Kind.UPDATE, shared.get()));
      }
      if (tellStale(update.stale())) {
        pending.restart(update.epoch(), update.stale());
      }
    } else {
      pending.add(update);
      if (pending.size() > limits.pendingUsers()) {
        snapshot(snapshot.get(), update.epoch(), update.stale());
      }
    }
  }

  /** An answer to the client, after everything that was put in before. */
  synchronized void answer(String text) {
    if (closed) {
      return;
    }
    drain();
    answers++;
    overflowed = overflowed || answers > limits.pendingAnswers();
    ready.addLast(new Frame(Kind.ANSWER, text));
  }

  /** Sends what waits, as far as the container takes it at once; the rest follows by itself. */
  void pump() {
    String text = next(true);
    while (text != null) {
      port.send(text, this::sent);
      text = next(false);
    }
    if (isOverflowed()) {
      listener.overflowed();
    }
  }

  /** Since when a send is in flight, on the clock that this was made with; negative if none is. */
  long sendingSince() {
    return sendingSince;
  }

  /** Forgets what waits, and takes nothing more. */
  synchronized void close() {
    closed = true;
    ready.clear();
    pending.restart("", false);
  }

  private synchronized boolean isOverflowed() {
    return overflowed && !closed;
  }

  private void sent(@Nullable Throwable failure) {
    sendingSince = NOTHING;
    if (failure == null) {
      pump();
    } else {
      listener.broken(failure);
    }
  }

  /** The next text to send, if one may be sent now; one caller at a time gets one after another. */
  private synchronized @Nullable String next(boolean first) {
    if (first && pumping) {
      return null; // the one who is at it will see what came
    }
    Frame frame = null;
    if (begun && !held && !closed && sendingSince == NOTHING) {
      if (ready.isEmpty()) {
        drain();
      }
      frame = ready.pollFirst();
    }
    pumping = frame != null;
    if (frame == null) {
      return null;
    }
    answers -= frame.kind() == Kind.ANSWER ? 1 : 0;
    sendingSince = clock.getAsLong();
    return frame.text();
  }

  private boolean isIdle() {
    return sendingSince == NOTHING && ready.isEmpty() && pending.isEmpty();
  }

  private void drain() {
    PresenceUpdate update = pending.drain();
    if (update != null) {
      if (!update.changes().isEmpty()) {
        ready.addLast(new Frame(Kind.UPDATE, encode(update)));
      }
      tellStale(update.stale());
    }
  }

  private boolean tellStale(boolean stale) {
    boolean differs = stale != sentStale;
    if (differs) {
      sentStale = stale;
      ready.addLast(new Frame(Kind.STALE, WireCodec.encode(new ServerMessage.Stale(stale))));
    }
    return differs;
  }

  static String encode(PresenceUpdate update) {
    return WireCodec.encode(new ServerMessage.Update(update.version(), update.changes()));
  }
}
