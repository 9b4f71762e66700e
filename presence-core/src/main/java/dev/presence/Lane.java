package dev.presence;

import dev.presence.model.PresenceUpdate;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries updates of one workspace to one receiver, outside the owner: one call at a time, in
 * order. What comes while the receiver is busy is merged, so a slow receiver costs no memory, and
 * one that hangs or throws harms nobody else.
 */
final class Lane {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final Executor executor;
  private final Consumer<PresenceUpdate> receiver;
  private final PendingChanges pending = new PendingChanges();
  private @Nullable Runnable first;
  private boolean running;
  private boolean closed;

  Lane(Executor executor, Consumer<PresenceUpdate> receiver) {
    this.executor = executor;
    this.receiver = receiver;
  }

  /**
   * Makes the receiver's first call a snapshot, of this epoch; to be called before any update is
   * offered.
   */
  synchronized void begin(Runnable snapshot, String epoch, boolean stale) {
    pending.restart(epoch, stale);
    first = snapshot;
    start();
  }

  synchronized void offer(PresenceUpdate update) {
    pending.add(update);
    start();
  }

  synchronized void close() {
    closed = true;
  }

  /** True when no call is under way or about to begin. */
  synchronized boolean isIdle() {
    return !running;
  }

  private void start() {
    if (!running && !closed) {
      running = true;
      executor.execute(this::run);
    }
  }

  private void run() {
    Runnable call = next();
    while (call != null) {
      try {
        call.run();
      } catch (RuntimeException | Error e) {
        log.error("A presence listener or broadcaster failed; what it was given counts as told", e);
      }
      call = next();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable snapshot = first;
    first = null;
    if (!closed && snapshot != null) {
      return snapshot;
    }
    PresenceUpdate update = closed ? null : pending.drain();
    running = update != null;
    return update == null ? null : () -> receiver.accept(update);
  }
}
