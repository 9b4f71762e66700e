package dev.presence.engine;

import dev.presence.model.StoreUnavailableException;
import dev.presence.store.PresenceStore;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's way to the store: the shard that keeps it now, and a contact clock that goes on
 * when the workspace moves to another shard. All calls of the workspace's owner go through here, so
 * through the gate of the shard. Safe for use by any thread.
 */
final class WorkspaceLink {

  /** The urgency of what must not wait for leases. */
  static final long AT_ONCE = Long.MIN_VALUE;

  /** Receives what became of a call, as a task of the owner. */
  interface Answer<T> {
    /** The store answered in time. */
    void answered(T reply, long sentAt);

    /** The store refused, could not be reached, or let the deadline pass. */
    void failed(Throwable failure, long sentAt);

    /**
     * The store answered after {@link #failed}; what it says is as true as if it had come before.
     */
    default void late(T reply, long sentAt) {
      answered(reply, sentAt);
    }
  }

  private final String workspaceId;
  private final StoreLink store;
  private final Mailbox mailbox;
  private final Node node;
  private final Runnable moved;
  private ShardLink shard;
  private long contactBefore;

  /**
   * The way to the shard that keeps the workspace now.
   *
   * @param moved a task of the owner, run when another shard keeps it
   */
  WorkspaceLink(String workspaceId, Node node, Mailbox mailbox, Runnable moved) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.store = node.link();
    this.mailbox = mailbox;
    this.moved = moved;
    this.shard = store.linkOf(workspaceId);
    this.contactBefore = -shard.contact().millis();
  }

  /** The link to the shard that keeps the workspace now. */
  synchronized ShardLink shard() {
    ShardLink now = store.linkOf(workspaceId);
    if (now != shard) {
      contactBefore = contactMillis() - now.contact().millis();
      shard = now;
      mailbox.execute(moved);
    }
    return now;
  }

  /** The shard as it was found last. */
  private synchronized ShardLink last() {
    return shard;
  }

  /** True when a probe of this shard says something of the workspace. */
  boolean isAt(ShardLink other) {
    return last() == other;
  }

  /** The time in which this node had contact with the workspace's shard, in milliseconds. */
  synchronized long contactMillis() {
    return contactBefore + shard.contact().millis();
  }

  /**
   * What {@link #contactMillis} will show if the shard answers the next probe now. A countdown that
   * starts in between two answers starts with this, or it would end too early.
   */
  synchronized long contactMillisNow() {
    return contactBefore + shard.contact().millisIfAnswered(node.ticks());
  }

  /** The shard's clock as this node estimates it, in epoch milliseconds. */
  long storeTime() {
    return storeTimeAt(node.ticks());
  }

  /** What the shard's clock showed at these ticks, as this node estimates it now. */
  long storeTimeAt(long ticks) {
    return last().clock().at(ticks);
  }

  /** True once the shard's clock was read; before that {@link #storeTime} is the node's own. */
  boolean isClockKnown() {
    return last().clock().isKnown();
  }

  /** This node's wall clock minus the shard's clock, in milliseconds. */
  long wallOffset() {
    return node.runtime().wallMillis() - storeTime();
  }

  /** True once the shard has been silent too long. */
  boolean isStale() {
    return last().isStale();
  }

  /**
   * Makes a call once the gate lets it through.
   *
   * @param urgency the lower, the sooner; in ticks, when the lease that matters was renewed last
   * @param prepare makes the request at that moment, as a task of the owner; null when it is no
   *     longer needed
   */
  <T> void call(
      long urgency,
      String operation,
      Supplier<@Nullable Function<PresenceStore, CompletionStage<T>>> prepare,
      Answer<T> answer) {
    Visit<T> visit = new Visit<>(urgency, operation, prepare, answer);
    visit.enter();
  }

  /** One call, from the gate to its answer. */
  final class Visit<T> implements SyncGate.Guest {
    private final long urgency;
    private final String operation;
    private final Supplier<@Nullable Function<PresenceStore, CompletionStage<T>>> prepare;
    private final Answer<T> answer;
    private @Nullable ShardLink at;

    private Visit(
        long urgency,
        String operation,
        Supplier<@Nullable Function<PresenceStore, CompletionStage<T>>> prepare,
        Answer<T> answer) {
      this.urgency = urgency;
      this.operation = operation;
      this.prepare = prepare;
      this.answer = answer;
    }

    private void enter() {
      ShardLink now = shard();
      at = now;
      now.gate().enter(urgency, this);
      if (now.isClosed() && !store.isClosed()) { // perhaps after its guests were sent away
        now.gate().sendAway(guest -> guest == this);
      }
    }

    /** True when the workspace is no longer where this call waits. */
    boolean hasMoved() {
      return shard() != at;
    }

    @Override
    public void sentAway() {
      node.runtime().execute(this::enter);
    }

    @Override
    public void admitted(SyncGate gate) {
      if (!mailbox.tryExecute(() -> send(gate))) {
        gate.done();
      }
    }

    private void send(SyncGate gate) {
      Function<PresenceStore, CompletionStage<T>> request = null;
      try {
        request = prepare.get();
      } finally {
        if (request == null) {
          gate.done();
        }
      }
      if (request != null) {
        send(request, gate);
      }
    }

    private void send(Function<PresenceStore, CompletionStage<T>> request, SyncGate gate) {
      long sentAt = node.ticks();
      shard()
          .<T>call(
              operation,
              () -> request.apply(store.store()),
              late -> {
                if (node.rules().contains(LeaseRule.LATE_ANSWERS)) {
                  mailbox.execute(() -> answer.late(late, sentAt));
                }
              })
          .whenComplete(
              (reply, failure) -> {
                gate.done();
                mailbox.execute(
                    () -> {
                      if (failure == null) {
                        answer.answered(reply, sentAt);
                      } else {
                        answer.failed(failure, sentAt);
                      }
                    });
              });
    }
  }

  /** A failure that says nothing of the request: the same request may be made again. */
  static boolean isUnavailable(Throwable failure) {
    return failure instanceof StoreUnavailableException;
  }
}
