package dev.presence.engine;

import dev.presence.runtime.PresenceRuntime;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial owner of a workspace's state: runs tasks one at a time and in order, on whichever
 * thread the runtime has. After each batch of tasks it runs one closing task, where everything that
 * the batch changed is sent out together.
 */
final class Mailbox implements Executor {

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private final PresenceRuntime runtime;
  private final Runnable afterBatch;
  private Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;
  private boolean closed;

  Mailbox(PresenceRuntime runtime, Runnable afterBatch) {
    this.runtime = runtime;
    this.afterBatch = afterBatch;
  }

  /**
   * Runs the task after those before it; a mailbox that is closed drops it, since there is nothing
   * left to own.
   */
  @Override
  public void execute(Runnable task) {
    tryExecute(task);
  }

  /** Like {@link #execute}, and says whether the task was taken. */
  synchronized boolean tryExecute(Runnable task) {
    if (closed) {
      return false;
    }
    tasks.add(task);
    if (!running) {
      running = true;
      runtime.execute(this::drain);
    }
    return true;
  }

  /** Takes no more tasks from now on, if none waits; to be called by a task. */
  synchronized boolean closeIfEmpty() {
    closed = closed || tasks.isEmpty();
    return closed;
  }

  private void drain() {
    Queue<Runnable> batch = next();
    while (!batch.isEmpty()) {
      batch.forEach(Mailbox::run);
      run(afterBatch);
      batch = next();
    }
  }

  private synchronized Queue<Runnable> next() {
    Queue<Runnable> batch = tasks;
    tasks = new ArrayDeque<>();
    running = !batch.isEmpty();
    return batch;
  }

  /** Runs the task; what it throws is told and ends nothing else. */
  static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("A task of a workspace failed; please report this", e);
    }
  }
}
