package dev.presence.memory.internal;

import dev.presence.store.FeedMessage;
import dev.presence.store.PresenceStore;
import dev.presence.store.StoreFeed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Shares one {@link MemoryState} between any number of doors.
 *
 * <p>Safe for use by any thread. One lock guards the state and the list of subscriptions, so that
 * every feed receives the messages in the order of the changes. No callback runs under that lock:
 * replies and feeds go out through the executor.
 */
public final class MemoryHub {

  private static final long SWEEP_MILLIS = 60_000;

  private final Object lock = new Object();
  private final MemoryState state;
  private final LongSupplier clock;
  private final Executor executor;
  private final Map<String, Set<MemorySubscription>> subscriptions = new HashMap<>();
  private long lastSweep;

  /**
   * Creates a hub; the state is its own from now on.
   *
   * @param clock the store's clock, in epoch milliseconds
   * @param executor runs replies and feeds, on a thread other than the caller's or after the caller
   *     is done
   */
  public MemoryHub(MemoryState state, LongSupplier clock, Executor executor) {
    this.state = state;
    this.clock = clock;
    this.executor = executor;
    this.lastSweep = clock.getAsLong();
  }

  /** Opens another door to the same data. */
  public PresenceStore open() {
    return new MemoryDoor(this, executor);
  }

  /** Works on the state while nobody else does. */
  public <R> R with(Function<MemoryState, R> work) {
    synchronized (lock) {
      return work.apply(state);
    }
  }

  /** What a door asks of the state at the time of the store. */
  @FunctionalInterface
  interface Operation<R> {
    Outcome<R> apply(MemoryState state, long now);
  }

  <R> R call(String workspaceId, Operation<R> operation) {
    List<MemorySubscription> woken = new ArrayList<>();
    R reply;
    synchronized (lock) {
      Outcome<R> outcome = operation.apply(state, now());
      offer(workspaceId, outcome.published(), woken);
      reply = outcome.reply();
    }
    woken.forEach(MemorySubscription::wake);
    return reply;
  }

  long ping() {
    synchronized (lock) {
      return now();
    }
  }

  MemorySubscription subscribe(
      String workspaceId, StoreFeed feed, Consumer<MemorySubscription> onClose) {
    Consumer<MemorySubscription> leave = self -> remove(workspaceId, self);
    MemorySubscription subscription =
        new MemorySubscription(feed, executor, leave.andThen(onClose));
    synchronized (lock) {
      subscriptions.computeIfAbsent(workspaceId, id -> new LinkedHashSet<>()).add(subscription);
    }
    return subscription;
  }

  private void remove(String workspaceId, MemorySubscription subscription) {
    synchronized (lock) {
      Set<MemorySubscription> others = subscriptions.get(workspaceId);
      if (others != null && others.remove(subscription) && others.isEmpty()) {
        subscriptions.remove(workspaceId);
      }
    }
  }

  private void offer(
      String workspaceId, List<FeedMessage> messages, List<MemorySubscription> woken) {
    if (messages.isEmpty()) {
      return;
    }
    for (MemorySubscription subscription : subscriptions.getOrDefault(workspaceId, Set.of())) {
      messages.forEach(subscription::offer);
      woken.add(subscription);
    }
  }

  /** Also the occasion to forget workspaces that nobody asks for any more. */
  private long now() {
    long now = clock.getAsLong();
    if (Math.abs(now - lastSweep) >= SWEEP_MILLIS) {
      lastSweep = now;
      state.sweep(now);
    }
    return now;
  }
}
