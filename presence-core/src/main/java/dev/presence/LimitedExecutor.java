package dev.presence;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs at most so many tasks at once on another executor; the others wait in order. */
final class LimitedExecutor implements Executor {

  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  LimitedExecutor(Executor executor, int atOnce) {
    this.executor = executor;
    this.free = atOnce;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (free == 0) {
        return;
      }
      free--;
    }
    executor.execute(this::run);
  }

  private void run() {
    Runnable task = next();
    while (task != null) {
      task.run();
      task = next();
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Runnable next() {
    Runnable task = waiting.poll();
    if (task == null) {
      free++;
    }
    return task;
  }
}
