package dev.presence.redis;

import dev.presence.model.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one server, which is made anew whenever it is lost, until the line is closed.
 * Lettuce's own reconnecting is not used: it may wait half a minute, goes back to the address of a
 * master that was replaced, and repeats commands whose callers were told that they failed.
 *
 * <p>A call ends when the server answers, however late, or when the connection is lost. A
 * connection on which the server stays silent is dropped, see {@link Link#watch}. While there is no
 * connection calls fail at once; only while the first attempt is under way do they wait for it.
 * Calls may be made from any thread, everything else is confined to the loop.
 */
final class Line<W extends Wire> implements AutoCloseable {

  /** How long calls wait for the first connection, and for the map of a cluster. */
  static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  /**
   * At most so many calls wait for an answer; more fail at once. That bounds the memory that a
   * server which does not answer can take.
   */
  static final int MOST_CALLS = 10_000;

  /** An attempt to connect that takes longer than this is not waited for. */
  private static final Duration LONGEST_DIAL = Duration.ofSeconds(10);

  /** The pause after an attempt that failed, and after a connection that was lost at once. */
  private static final Duration RETRY = Duration.ofMillis(300);

  /** The pause after the loss of a connection that lasted. */
  private static final Duration REDIAL = Duration.ofMillis(50);

  /** A connection that is lost sooner than this did not last. */
  private static final long LASTING_MILLIS = 1_000;

  /** How soon a server that turned out to be a replica is left again. */
  private static final Duration REPLICA_PAUSE = Duration.ofSeconds(1);

  /** The same for a master without replicas, which may be right where it is. */
  private static final Duration CUT_OFF_PAUSE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Line.class);

  /** Is called when connections come and go, on the loop. */
  interface Events<W> {
    /** There is a connection, for the first time or again. */
    void up(W wire);

    /** The connection was lost. */
    void down();
  }

  private final String name;
  private final Supplier<CompletionStage<W>> dialer;
  private final Loop loop;
  private final Events<W> events;
  private final Outage outage;
  private final AtomicInteger calls = new AtomicInteger();
  private final CompletableFuture<Void> tried = new CompletableFuture<>();
  private volatile @Nullable Link<W> current;
  private int attempt;
  private long connectedAt;
  private boolean wasUp;
  private boolean doubted;
  private boolean closed;

  Line(String name, Supplier<CompletionStage<W>> dialer, Loop loop, Events<W> events) {
    this.name = name;
    this.dialer = dialer;
    this.loop = loop;
    this.events = events;
    this.outage = new Outage(name);
  }

  void open() {
    loop.run(this::dial);
  }

  boolean isUp() {
    return current != null;
  }

  /** Sends a command; the result completes with its answer or when the connection is lost. */
  <T> CompletableFuture<T> call(Function<W, CompletionStage<T>> command) {
    if (calls.get() >= MOST_CALLS) {
      return failed(MOST_CALLS + " calls wait for an answer of " + name + " already");
    }
    return counted(command);
  }

  /** Like {@link #call}, for the command that is sent once per second to check the connection. */
  <T> CompletableFuture<T> probe(Function<W, CompletionStage<T>> command) {
    Link<W> link = current;
    long answers = link == null ? 0 : link.answers();
    CompletableFuture<T> answer = counted(command);
    if (link != null) {
      loop.run(() -> link.watch(answers, () -> drop(link)));
    }
    return answer;
  }

  private void drop(Link<W> link) {
    if (current == link) {
      log.info(
          "{} did not answer several checks of the connection. Presence closes the connection and"
              + " connects again",
          name);
      lost(link);
    }
  }

  private <T> CompletableFuture<T> counted(Function<W, CompletionStage<T>> command) {
    calls.incrementAndGet();
    CompletableFuture<T> answer =
        current != null || tried.isDone()
            ? send(command)
            : loop.within(FIRST_WAIT, tried).thenCompose(done -> send(command));
    answer.whenComplete((result, failure) -> calls.decrementAndGet());
    return answer;
  }

  private <T> CompletableFuture<T> send(Function<W, CompletionStage<T>> command) {
    Link<W> link = current;
    if (link == null) {
      return failed("there is no connection to " + name);
    }
    CompletableFuture<T> answer = link.send(command);
    answer.whenComplete(
        (result, failure) -> {
          if (failure != null && RedisFailures.isAnswer(failure)) {
            doubtMaster(link, failure);
          }
        });
    return answer;
  }

  private static <T> CompletableFuture<T> failed(String reason) {
    return CompletableFuture.failedFuture(new StoreUnavailableException(reason, null));
  }

  /**
   * A master that was replaced while the connection lived refuses every write from then on, and one
   * that was cut off from its replicas may have been replaced.
   */
  private void doubtMaster(Link<W> link, Throwable failure) {
    boolean replica = RedisFailures.isReplica(failure);
    if (replica || RedisFailures.isCutOff(failure)) {
      loop.run(() -> leaveDoubted(link, failure, replica ? REPLICA_PAUSE : CUT_OFF_PAUSE));
    }
  }

  private void leaveDoubted(Link<W> link, Throwable failure, Duration pause) {
    if (!doubted && current == link) {
      doubted = true;
      loop.later(pause, () -> doubted = false);
      log.info(
          "{} refused a write and may no longer be the master. Presence connects again, to find the"
              + " master: {}",
          name,
          failure.getMessage());
      lost(link);
    }
  }

  /** Gives up the connection that there is; another one is made. */
  void dropCurrent() {
    Link<W> link = current;
    if (link != null) {
      loop.run(() -> lost(link));
    }
  }

  private void dial() {
    if (closed) {
      return;
    }
    int number = ++attempt;
    loop.later(
        LONGEST_DIAL,
        () ->
            failed(
                number,
                new TimeoutException("no connection within " + LONGEST_DIAL.toSeconds() + " s")));
    CompletionStage<W> dialed;
    try {
      dialed = dialer.get();
    } catch (RuntimeException | Error e) {
      dialed = CompletableFuture.failedStage(e);
    }
    dialed.whenComplete(
        (wire, failure) -> {
          if (!loop.run(() -> dialed(number, wire, failure)) && wire != null) {
            wire.closeAsync();
          }
        });
  }

  private void dialed(int number, @Nullable W wire, @Nullable Throwable failure) {
    if (wire == null) {
      failed(number, failure);
    } else if (closed || current != null) {
      wire.closeAsync(); // another attempt was quicker
    } else {
      attempt++; // those that are still under way are not waited for
      tryToUse(wire);
      tried.complete(null);
    }
  }

  private void failed(int number, @Nullable Throwable failure) {
    if (number == attempt) {
      attempt++;
      outage.failed(failure);
      loop.later(RETRY, this::dial);
      tried.complete(null);
    }
  }

  /** Whatever goes wrong with a new connection ends it, and another one is made. */
  private void tryToUse(W wire) {
    try {
      connect(wire);
    } catch (RuntimeException | Error e) {
      Link<W> link = current;
      if (link != null) {
        lost(link);
      } else {
        wire.closeAsync();
        loop.later(RETRY, this::dial);
      }
      outage.failed(e);
    }
  }

  private void connect(W wire) {
    Link<W> link = new Link<>(wire, loop);
    wire.onLost(() -> loop.run(() -> lost(link)));
    current = link;
    connectedAt = loop.ticks();
    events.up(wire);
    logConnected();
    if (!wire.isOpen()) {
      lost(link);
    }
  }

  private void lost(Link<W> link) {
    if (current == link) {
      current = null;
      link.wire().closeAsync();
      events.down();
      link.end(new StoreUnavailableException("the connection to " + name + " was lost", null));
      boolean lasted = loop.ticks() - connectedAt >= LASTING_MILLIS;
      loop.later(lasted ? REDIAL : RETRY, this::dial);
    }
  }

  /** The first connection is logged where the server's version is known. */
  private void logConnected() {
    if (outage.ended() && wasUp) {
      log.info("Connected to {} again", name);
    }
    wasUp = true;
  }

  /** For a task of the loop. */
  @Override
  public void close() {
    closed = true;
    Link<W> link = current;
    current = null;
    if (link != null) {
      loop.ends(link.wire().closeAsync());
      link.end(new StoreUnavailableException("the connection to " + name + " was closed", null));
    }
    tried.complete(null);
  }
}
