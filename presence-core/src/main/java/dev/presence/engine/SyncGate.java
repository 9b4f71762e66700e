package dev.presence.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to the store through that may wait: none while it is out of contact, and few at a time
 * after that, those first whose lease is the oldest. A node with many workspaces so returns from an
 * outage without a flood, and in the order in which leases would end. Safe for use by any thread;
 * tasks run on the thread of a caller and must be short.
 */
final class SyncGate {

  /**
   * How many writes may be under way. Enough to fill a pipeline, few enough that the last one is
   * answered well in time.
   */
  static final int PERMITS = 64;

  private record Waiting(long leaseTicks, long order, Runnable start) {}

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::leaseTicks).thenComparingLong(Waiting::order));
  private boolean open;
  private boolean admitting;
  private int underWay;
  private long order;

  /**
   * Runs {@code start} once there is a place for it; it must be followed by one {@link #done}.
   *
   * @param leaseTicks when the asker's lease was renewed last
   */
  void enter(long leaseTicks, Runnable start) {
    synchronized (this) {
      waiting.add(new Waiting(leaseTicks, order++, start));
    }
    admit();
  }

  /** Like {@link #enter(long, Runnable)}, for a task of a mailbox; dropped when that is closed. */
  void enter(long leaseTicks, Mailbox mailbox, Runnable task) {
    enter(
        leaseTicks,
        () -> {
          if (!mailbox.tryExecute(task)) {
            done();
          }
        });
  }

  /** A write that was let through has ended. */
  void done() {
    synchronized (this) {
      underWay--;
    }
    admit();
  }

  /** The store is in contact, or is not. */
  void setOpen(boolean value) {
    synchronized (this) {
      open = value;
    }
    admit();
  }

  /** Starts who may go; one call at a time, since what is started may be done at once. */
  private void admit() {
    for (Runnable next = next(true); next != null; next = next(false)) {
      Mailbox.run(next);
    }
  }

  private synchronized @Nullable Runnable next(boolean first) {
    if (first && admitting) {
      return null;
    }
    admitting = open && underWay < PERMITS && !waiting.isEmpty();
    if (!admitting) {
      return null;
    }
    underWay++;
    return waiting.remove().start();
  }
}
