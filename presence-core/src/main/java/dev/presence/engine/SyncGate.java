package dev.presence.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one shard of the store through: none while the shard is out of contact, and few at
 * a time after that, those first whose lease is the oldest. So a node with many workspaces returns
 * from an outage without a flood, and in the order in which leases would end. Safe for use by any
 * thread; {@link Guest#admitted} runs on the thread of a caller.
 */
final class SyncGate {

  /**
   * How many calls may be under way. Enough to fill a pipeline, few enough that the last one is
   * answered well in time.
   */
  static final int PERMITS = 64;

  /** Who waits at a gate. */
  interface Guest {
    /** Goes through; must be quick, and be followed by one {@link SyncGate#done}. */
    void admitted(SyncGate gate);

    /** The gate sends its guests away: enter at the gate that is right now. */
    void sentAway();
  }

  private record Waiting(long urgency, long order, Guest guest) {}

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::urgency).thenComparingLong(Waiting::order));
  private boolean open;
  private boolean admitting;
  private int underWay;
  private long order;

  /**
   * Admits the guest once there is a place.
   *
   * @param urgency the lower, the sooner: when the lease of the guest was renewed last
   */
  void enter(long urgency, Guest guest) {
    synchronized (this) {
      waiting.add(new Waiting(urgency, order++, guest));
    }
    admit();
  }

  /** A call that was let through has ended. */
  void done() {
    synchronized (this) {
      underWay--;
    }
    admit();
  }

  /** The shard is in contact, or is not. */
  void setOpen(boolean value) {
    synchronized (this) {
      open = value;
    }
    admit();
  }

  /** Sends those away who belong elsewhere now. */
  void sendAway(Predicate<Guest> strangers) {
    List<Guest> leaving = new ArrayList<>();
    synchronized (this) {
      waiting.removeIf(
          one -> {
            boolean leaves = strangers.test(one.guest());
            if (leaves) {
              leaving.add(one.guest());
            }
            return leaves;
          });
    }
    leaving.forEach(Guest::sentAway);
  }

  /** Starts who may go; one call at a time, since what is started may be done at once. */
  private void admit() {
    for (Guest next = next(true); next != null; next = next(false)) {
      Guest guest = next;
      Mailbox.run(() -> guest.admitted(this));
    }
  }

  private synchronized @Nullable Guest next(boolean first) {
    if (first && admitting) {
      return null;
    }
    admitting = open && underWay < PERMITS && !waiting.isEmpty();
    if (!admitting) {
      return null;
    }
    underWay++;
    return waiting.remove().guest();
  }
}
