package dev.presence.redis;

import dev.presence.model.StoreUnavailableException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one server, which is made anew whenever it is lost, for ever. Lettuce's own
 * reconnecting is not used: it may wait half a minute, goes back to the address of a master that
 * was replaced, and repeats commands whose callers were told that they failed.
 *
 * <p>While there is no connection calls fail at once; only while the first attempt is under way do
 * they wait for it. Calls may be made from any thread, everything else is confined to the loop.
 */
final class Line<C extends StatefulConnection<String, ?>> implements AutoCloseable {

  /** How long an answer may take. */
  static final Duration DEADLINE = Duration.ofSeconds(2);

  /** After so many probes without an answer the connection is given up as half-open. */
  private static final int MOST_MISSED = 3;

  /** The pause after an attempt that failed. */
  private static final Duration RETRY = Duration.ofMillis(300);

  /** The pause after a loss: a server that closes each connection at once is not to be stormed. */
  private static final Duration REDIAL = Duration.ofMillis(50);

  /** How soon a server that turned out to be a replica is left again. */
  private static final Duration REPLICA_PAUSE = Duration.ofSeconds(1);

  /** The same for a master without replicas, which may be right where it is. */
  private static final Duration CUT_OFF_PAUSE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Line.class);

  /** Hears of connections, on the loop. */
  interface Events<C> {
    /** There is a connection, for the first time or again. */
    void up(C connection);

    /** There is none any more. */
    void down();
  }

  private final String name;
  private final Supplier<CompletionStage<C>> dialer;
  private final Loop loop;
  private final Events<C> events;
  private final AtomicInteger missed = new AtomicInteger();
  private final CompletableFuture<Void> tried = new CompletableFuture<>();
  private volatile @Nullable C current;
  private boolean failing;
  private boolean doubted;
  private boolean closed;

  Line(String name, Supplier<CompletionStage<C>> dialer, Loop loop, Events<C> events) {
    this.name = name;
    this.dialer = dialer;
    this.loop = loop;
    this.events = events;
  }

  void open() {
    loop.run(this::dial);
  }

  boolean isUp() {
    return current != null;
  }

  /** Sends a command; the answer comes at the latest at the deadline. */
  <T> CompletableFuture<T> call(Function<C, CompletionStage<T>> command) {
    return call(command, false);
  }

  /**
   * Like {@link #call}, for the command that is sent once a second to see whether there is an end.
   */
  <T> CompletableFuture<T> probe(Function<C, CompletionStage<T>> command) {
    return call(command, true);
  }

  private <T> CompletableFuture<T> call(Function<C, CompletionStage<T>> command, boolean probe) {
    C connection = current;
    if (connection != null) {
      return send(connection, command, probe);
    }
    if (tried.isDone()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("there is no connection to " + name, null));
    }
    return tried
        .copy()
        .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(done -> call(command, probe));
  }

  private <T> CompletableFuture<T> send(
      C connection, Function<C, CompletionStage<T>> command, boolean probe) {
    CompletableFuture<T> sent;
    try {
      sent = command.apply(connection).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> answer = sent.copy().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            missed.set(0);
          } else if (RedisFailures.isAnswer(failure)) {
            missed.set(0);
            doubtMaster(connection, RedisFailures.causeOf(failure));
          } else if (RedisFailures.isSilence(failure)) {
            sent.cancel(false);
            if (probe && missed.incrementAndGet() >= MOST_MISSED) {
              log.info("{} missed {} deadlines; connecting anew", name, MOST_MISSED);
              drop(connection);
            }
          }
        });
    return answer;
  }

  /**
   * A master that was replaced while the connection lived refuses every write from then on, and one
   * that was cut off from its replicas may have been.
   */
  private void doubtMaster(C connection, Throwable failure) {
    boolean replica = RedisFailures.isReplica(failure);
    if (replica || RedisFailures.isCutOff(failure)) {
      loop.run(() -> leaveDoubted(connection, failure, replica ? REPLICA_PAUSE : CUT_OFF_PAUSE));
    }
  }

  private void leaveDoubted(C connection, Throwable failure, Duration pause) {
    if (!doubted && current == connection) {
      doubted = true;
      loop.later(pause, () -> doubted = false);
      log.info("{} may not be the master any more: {}", name, failure.getMessage());
      lost(connection);
    }
  }

  /** Gives a connection up; another one is made. Nothing happens when that was done before. */
  void drop(C connection) {
    loop.run(() -> lost(connection));
  }

  /** Gives up the connection that there is. */
  void dropCurrent() {
    C connection = current;
    if (connection != null) {
      drop(connection);
    }
  }

  private void dial() {
    if (closed) {
      return;
    }
    CompletionStage<C> dialed;
    try {
      dialed = dialer.get();
    } catch (RuntimeException e) {
      dialed = CompletableFuture.failedFuture(e);
    }
    dialed.whenComplete(
        (connection, failure) -> {
          if (!loop.run(() -> dialed(connection, failure)) && connection != null) {
            connection.closeAsync();
          }
        });
  }

  private void dialed(@Nullable C connection, @Nullable Throwable failure) {
    if (connection == null) {
      logFailure(failure);
      loop.later(RETRY, this::dial);
    } else if (closed) {
      connection.closeAsync();
    } else {
      connect(connection);
    }
    tried.complete(null);
  }

  private void connect(C connection) {
    if (failing) {
      log.info("{} is reached again", name);
    }
    failing = false;
    missed.set(0);
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
            drop(connection);
          }
        });
    current = connection;
    events.up(connection);
    if (!connection.isOpen()) {
      lost(connection);
    }
  }

  private void lost(C connection) {
    if (current != connection) {
      return;
    }
    current = null;
    connection.closeAsync();
    events.down();
    loop.later(REDIAL, this::dial);
  }

  /** Once an outage, so that a long one does not fill the log. */
  private void logFailure(@Nullable Throwable failure) {
    if (!failing) {
      log.warn(
          "{} cannot be reached, and is tried again until it can: {}",
          name,
          failure == null ? "no connection" : RedisFailures.describe(failure));
    }
    failing = true;
  }

  @Override
  public void close() {
    loop.run(
        () -> {
          closed = true;
          tried.complete(null);
          C connection = current;
          current = null;
          if (connection != null) {
            loop.ends(connection.closeAsync());
          }
        });
  }
}
