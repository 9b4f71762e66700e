package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs code that may block on the runtime's threads for such code, at most so many tasks at once;
 * the others wait in order. Safe for use by any thread.
 */
final class BoundedCalls implements Executor {

  private final PresenceRuntime runtime;
  private final Duration patience;
  private final Set<Call> waiting = new LinkedHashSet<>();
  private int free;

  /**
   * Creates it without tasks.
   *
   * @param patience a task that takes longer no longer counts as one that runs
   */
  BoundedCalls(PresenceRuntime runtime, int atOnce, Duration patience) {
    this.runtime = runtime;
    this.free = atOnce;
    this.patience = patience;
  }

  @Override
  public void execute(Runnable task) {
    begin(task);
  }

  /** Like {@link #execute}, for a task that may have to be given up. */
  Call begin(Runnable task) {
    Call call = new Call(task);
    synchronized (this) {
      if (free == 0) {
        waiting.add(call);
        return call;
      }
      free--;
    }
    runtime.executeCallback(call::run);
    return call;
  }

  /** A task that waits, runs or has run. */
  final class Call {

    private final Runnable task;
    private boolean over;

    private Call(Runnable task) {
      this.task = task;
    }

    private void run() {
      Scheduled timer = runtime.schedule(patience, this::giveUp);
      try {
        task.run();
      } finally {
        timer.cancel();
        giveUp();
      }
    }

    /**
     * It is not waited for any longer: it never begins, or another one takes its place while it
     * hangs.
     */
    void giveUp() {
      Call next = end(this);
      if (next != null) {
        runtime.executeCallback(next::run);
      }
    }
  }

  private synchronized @Nullable Call end(Call call) {
    if (call.over || waiting.remove(call)) {
      call.over = true;
      return null;
    }
    call.over = true;
    if (waiting.isEmpty()) {
      free++;
      return null;
    }
    Call next = waiting.iterator().next();
    waiting.remove(next);
    return next;
  }
}
