package dev.presence.engine;

import dev.presence.engine.StoreClock.Reading;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceOptions;
import dev.presence.model.StoreUnavailableException;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.store.StoreShard;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's link to one shard of the store. It probes the shard once per second, and keeps what
 * follows from the answers: the contact clock, the estimate of the shard's clock, the gate, and
 * whether the shard was silent too long. Safe for use by any thread.
 */
final class ShardLink {

  /** Receives what the probe found; called on any thread, outside locks. */
  interface Listener {
    /**
     * The shard answered a probe.
     *
     * @param back true when there was no contact with it before
     */
    void probed(ShardLink shard, Reading reading, boolean back);

    /** The shard was silent too long, or answers again. */
    void staleChanged(ShardLink shard);
  }

  private static final Logger log = LoggerFactory.getLogger(ShardLink.class);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  private final StoreShard shard;
  private final PresenceRuntime runtime;
  private final PresenceOptions options;
  private final PresenceObserver observer;
  private final Listener listener;
  private final ContactClock contact;
  private final StoreClock clock;
  private final SyncGate gate = new SyncGate();
  private final BooleanSupplier mayBeUsed;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private final long startedAt;
  private volatile boolean stale;
  private volatile boolean closed;
  private volatile @Nullable Scheduled probe;

  ShardLink(
      StoreShard shard,
      BooleanSupplier mayBeUsed,
      PresenceRuntime runtime,
      PresenceOptions options,
      PresenceObserver observer,
      Set<LeaseRule> rules,
      Listener listener) {
    this.shard = shard;
    this.mayBeUsed = mayBeUsed;
    this.runtime = runtime;
    this.options = options;
    this.observer = observer;
    this.listener = listener;
    this.contact = new ContactClock(!rules.contains(LeaseRule.CONTACT_CLOCK));
    this.startedAt = runtime.ticks();
    this.clock = new StoreClock(options.presenceTtl().toMillis(), runtime.wallMillis(), startedAt);
  }

  /** Begins to probe. */
  void start() {
    probe();
  }

  String id() {
    return shard.id();
  }

  ContactClock contact() {
    return contact;
  }

  StoreClock clock() {
    return clock;
  }

  SyncGate gate() {
    return gate;
  }

  /** True once the shard has been silent for {@link PresenceOptions#staleAfter()}. */
  boolean isStale() {
    return stale;
  }

  Duration silence() {
    return Duration.ofMillis(contact.silence(runtime.ticks(), startedAt));
  }

  /** True when the node no longer uses this shard. */
  boolean isClosed() {
    return closed;
  }

  // ---------------------------------------------------------------- calls

  /**
   * Calls the shard. The result completes at the latest at the deadline: with the answer, with a
   * {@link StoreUnavailableException}, or with what the store refused. An answer after the deadline
   * goes to {@code tooLate}.
   */
  <T> CompletableFuture<T> call(
      String operation, Supplier<CompletionStage<T>> call, Consumer<T> tooLate) {
    return call(operation, call, tooLate, runtime::schedule);
  }

  private interface Timer {
    Scheduled schedule(Duration delay, Runnable task);
  }

  private <T> CompletableFuture<T> call(
      String operation, Supplier<CompletionStage<T>> call, Consumer<T> tooLate, Timer timer) {
    CompletableFuture<T> answered = new CompletableFuture<>();
    long start = runtime.ticks();
    Scheduled deadline =
        timer.schedule(
            options.storeTimeout(), () -> answered.completeExceptionally(late(operation)));
    // what follows from the answer sees the gate as the answer left it
    CompletableFuture<T> result = new CompletableFuture<>();
    underWay.add(answered);
    answered.whenComplete(
        (answer, failure) -> {
          underWay.remove(answered);
          deadline.cancel();
          finished(operation, failure);
          if (failure == null) {
            result.complete(answer);
          } else {
            result.completeExceptionally(failure);
          }
          observer.onStoreCall(operation, Duration.ofMillis(runtime.ticks() - start), failure);
        });
    apply(call)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                answered.completeExceptionally(causeOf(failure));
              } else if (!answered.complete(answer)) {
                tooLate.accept(answer);
              }
            });
    return result;
  }

  /** A store that throws breaks its promise; that ends one call, and not what comes after it. */
  private static <T> CompletionStage<T> apply(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** One call that is late says little, so only the probe's deadline ends contact. */
  private void finished(String operation, @Nullable Throwable failure) {
    if (failure instanceof StoreUnavailableException) {
      if (!(failure.getCause() instanceof TimeoutException)) {
        lostContact();
      }
    } else if (failure != null && !closed) {
      log.warn("The presence store refused {}: {}", operation, failure.toString());
    }
  }

  private void lostContact() {
    contact.lost();
    gate.setOpen(false);
  }

  private StoreUnavailableException late(String operation) {
    return new StoreUnavailableException(
        "the presence store did not answer " + operation + " within " + options.storeTimeout(),
        new TimeoutException());
  }

  // ---------------------------------------------------------------- the probe

  private void probe() {
    if (closed) {
      return;
    }
    probe = runtime.scheduleUrgent(PROBE_INTERVAL, this::probeAgain);
    long sent = runtime.ticks();
    this.<Long>call("ping", shard::ping, late -> answered(late, sent), runtime::scheduleUrgent)
        .whenComplete(
            (now, failure) -> {
              if (failure == null) {
                answered(now, sent);
              } else {
                unanswered(sent);
              }
            });
  }

  /** Another probe that was sent later may have been answered before. */
  private void unanswered(long sent) {
    if (contact.silence(runtime.ticks(), startedAt) >= runtime.ticks() - sent) {
      lostContact();
    }
  }

  private void answered(long storeNow, long sent) {
    if (closed) {
      return;
    }
    long now = runtime.ticks();
    Reading reading = clock.read(storeNow, sent, now);
    boolean back = contact.answered(now);
    checkStale();
    listener.probed(this, reading, back);
    gate.setOpen(mayBeUsed.getAsBoolean());
  }

  private void probeAgain() {
    checkStale();
    probe();
  }

  private void checkStale() {
    boolean now;
    synchronized (this) {
      now = silence().compareTo(options.staleAfter()) >= 0;
      if (now == stale || closed) {
        return;
      }
      stale = now;
    }
    if (now) {
      log.warn(
          "Shard {} of the presence store has not answered for {}; users of its workspaces are"
              + " shown as they were, absent ones as unknown",
          id(),
          silence());
    } else {
      log.info("Shard {} of the presence store answers again", id());
    }
    observer.onStale(id(), now);
    listener.staleChanged(this);
  }

  /** Stops probing; calls that are under way end now. */
  void close(RuntimeException reason) {
    closed = true;
    Scheduled last = probe;
    if (last != null) {
      last.cancel();
    }
    underWay.forEach(call -> call.completeExceptionally(reason));
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
