package dev.presence.engine;

import dev.presence.model.PresenceOptions;
import dev.presence.spi.PresenceObserver;
import dev.presence.spi.PresenceRuntime;
import dev.presence.spi.PresenceRuntime.Scheduled;
import dev.presence.spi.PresenceStore;
import dev.presence.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's one way to the store: gives every call a deadline, probes once a second, and runs the
 * contact clock and the estimate of the store's clock. Safe for use by any thread.
 */
public final class StoreLink {

  /** Hears what the probe found; called on any thread, outside locks. */
  interface Listener {
    /** The store answered a probe. */
    void probed();

    /** The store has been silent too long, or answers again. */
    void staleChanged();

    /** The store's clock has jumped ahead: own leases look shorter than they are. */
    void storeClockJumped();
  }

  private static final Logger log = LoggerFactory.getLogger(StoreLink.class);
  private static final String PROBE = "ping";
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  private final PresenceStore store;
  private final PresenceRuntime runtime;
  private final PresenceOptions options;
  private final PresenceObserver observer;
  private final ContactClock contact;
  private final StoreClock storeClock;
  private final SyncGate gate = new SyncGate();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private final Listener listener;
  private final long startedAt;
  private volatile boolean stale;
  private volatile boolean closed;
  private volatile @Nullable Scheduled probe;

  StoreLink(
      PresenceStore store,
      PresenceRuntime runtime,
      PresenceOptions options,
      PresenceObserver observer,
      Set<LeaseRule> rules,
      Listener listener) {
    this.store = store;
    this.runtime = runtime;
    this.options = options;
    this.observer = observer;
    this.contact = new ContactClock(!rules.contains(LeaseRule.CONTACT_CLOCK));
    this.listener = listener;
    this.startedAt = runtime.ticks();
    this.storeClock =
        new StoreClock(options.presenceTtl().toMillis(), runtime.wallMillis(), startedAt);
  }

  void start() {
    probe();
  }

  /** Completes when the store has answered for the first time. */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  ContactClock contact() {
    return contact;
  }

  SyncGate gate() {
    return gate;
  }

  /** The store's clock as this node estimates it. */
  long storeTime() {
    return storeClock.at(runtime.ticks());
  }

  /** True once the store has been silent for {@link PresenceOptions#staleAfter()}. */
  public boolean isStale() {
    return stale;
  }

  public boolean isInContact() {
    return contact.isInContact();
  }

  public Duration silence() {
    return Duration.ofMillis(contact.silence(runtime.ticks(), startedAt));
  }

  /**
   * Calls the store. The result completes at the latest at the deadline: with the answer, with a
   * {@link StoreUnavailableException}, or with what the store refused.
   */
  <T> CompletableFuture<T> call(
      String operation, Function<PresenceStore, CompletionStage<T>> call) {
    return call(operation, call, late -> {});
  }

  /**
   * Like {@link #call(String, Function)}; what the store answers after the deadline goes to {@code
   * tooLate}.
   */
  <T> CompletableFuture<T> call(
      String operation, Function<PresenceStore, CompletionStage<T>> call, Consumer<T> tooLate) {
    CompletableFuture<T> answered = new CompletableFuture<>();
    long start = runtime.ticks();
    Scheduled deadline =
        runtime.schedule(
            options.storeTimeout(), () -> answered.completeExceptionally(late(operation)));
    // what follows from the answer sees the contact clock as the answer left it
    CompletableFuture<T> result = new CompletableFuture<>();
    underWay.add(answered);
    answered.whenComplete(
        (answer, failure) -> {
          underWay.remove(answered);
          finished(operation, start, deadline, failure);
          if (failure == null) {
            result.complete(answer);
          } else {
            result.completeExceptionally(failure);
          }
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
  private <T> CompletionStage<T> apply(Function<PresenceStore, CompletionStage<T>> call) {
    try {
      return call.apply(store);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finished(
      String operation, long start, Scheduled deadline, @Nullable Throwable failure) {
    deadline.cancel();
    long now = runtime.ticks();
    if (failure == null) {
      if (operation.equals(PROBE)) { // of several servers, another call asks one only
        contact.answered(now);
      }
      gate.setOpen(true); // each time: a failure on another thread may close it a moment too late
    } else if (failure instanceof StoreUnavailableException) {
      contact.lost();
      gate.setOpen(false);
    } else if (!closed) {
      log.warn("The presence store refused {}: {}", operation, failure.toString());
    }
    observer.onStoreCall(operation, Duration.ofMillis(now - start), failure);
  }

  private StoreUnavailableException late(String operation) {
    return new StoreUnavailableException(
        "the presence store did not answer " + operation + " within " + options.storeTimeout(),
        new TimeoutException());
  }

  private void probe() {
    if (closed) {
      return;
    }
    long sent = runtime.ticks();
    call(PROBE, one -> one.shards().get(0).ping())
        .whenComplete(
            (storeNow, failure) -> {
              if (failure == null) {
                probed(storeNow, sent);
              }
            });
    probe = runtime.schedule(PROBE_INTERVAL, this::probeAgain);
  }

  private void probed(long storeNow, long sent) {
    boolean jumped = storeClock.read(storeNow, sent, runtime.ticks());
    ready.complete(null);
    judgeStale();
    if (jumped) {
      listener.storeClockJumped();
    }
    listener.probed();
  }

  private void probeAgain() {
    judgeStale();
    probe();
  }

  private void judgeStale() {
    boolean now;
    synchronized (this) {
      now = silence().compareTo(options.staleAfter()) >= 0;
      if (now == stale) {
        return;
      }
      stale = now;
    }
    if (now) {
      log.warn("The presence store has been silent for {}", silence());
    } else {
      log.info("The presence store answers again");
    }
    observer.onStale(now);
    listener.staleChanged();
  }

  /** Closes the store; calls that are under way end now. */
  void close() {
    closed = true;
    Scheduled last = probe;
    if (last != null) {
      last.cancel();
    }
    store.close();
    IllegalStateException failure = new IllegalStateException("the PresenceTracker was closed");
    underWay.forEach(call -> call.completeExceptionally(failure));
    ready.completeExceptionally(failure);
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
