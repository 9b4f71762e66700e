package dev.presence.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one socket, in one order: one send is in flight, answers come in the
 * order of the requests, and too many of them end the socket. An event of the workspace is the only
 * one: the next follows when it was sent. Nothing is sent before the first snapshot.
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

  /**
   * Either a text and what follows when it was sent, or the place of an answer that comes later.
   */
  private record Frame(@Nullable String text, Runnable sent) {}

  private static final Runnable NOTHING = () -> {};
  private static final Frame PLACE = new Frame(null, NOTHING);

  private static final long NOT_SENDING = -1;

  private final SocketPort port;
  private final EndpointLimits limits;
  private final LongSupplier clock;
  private final Listener listener;

  /** What can be sent, in order. */
  private final Deque<Frame> ready = new ArrayDeque<>(2);

  /** From the first answer that is not known yet: its place and what follows it. */
  private final Deque<Frame> blocked = new ArrayDeque<>(2);

  private Runnable afterSend = NOTHING;
  private boolean pumping;
  private boolean overflowed;
  private boolean closed;
  private volatile long sendingSince = NOT_SENDING;

  Outbox(SocketPort port, EndpointLimits limits, LongSupplier clock, Listener listener) {
    this.port = port;
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    blocked.add(PLACE); // the first snapshot
  }

  /** Keeps a place for the answer to a request: what comes later is sent later. */
  synchronized void expect() {
    queue(PLACE);
  }

  /** An answer that is known at once. */
  synchronized void answer(String text) {
    queue(new Frame(text, NOTHING));
  }

  private void queue(Frame frame) {
    if (closed) {
      return;
    }
    boolean canBeSent = blocked.isEmpty() && frame.text() != null;
    (canBeSent ? ready : blocked).addLast(frame);
    overflowed = overflowed || ready.size() + blocked.size() > limits.pendingAnswers() + 1;
  }

  /**
   * The next event of the workspace.
   *
   * @param isAnswer true when it belongs to the first place that is kept
   * @param sent is called when it was sent
   */
  synchronized void event(String text, boolean isAnswer, Runnable sent) {
    if (closed) {
      return;
    }
    ready.addLast(new Frame(text, sent));
    if (isAnswer) {
      blocked.poll();
      while (!blocked.isEmpty() && blocked.peek().text() != null) {
        ready.addLast(blocked.remove());
      }
    }
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
    blocked.clear();
  }

  private synchronized boolean isOverflowed() {
    return overflowed && !closed;
  }

  private void sent(@Nullable Throwable failure) {
    Runnable after = afterSend;
    sendingSince = NOT_SENDING;
    if (failure == null) {
      after.run();
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
    Frame frame = closed || sendingSince != NOT_SENDING ? null : ready.poll();
    pumping = frame != null;
    if (frame == null) {
      return null;
    }
    afterSend = frame.sent();
    sendingSince = clock.getAsLong();
    return frame.text();
  }
}
