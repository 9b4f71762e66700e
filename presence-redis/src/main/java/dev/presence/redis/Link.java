package dev.presence.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link Line}, from when it was made until it ends: the calls that wait for an
 * answer on it, and whether the server still answers. Calls may be sent from any thread, everything
 * else is confined to the loop.
 */
final class Link<W extends Wire> {

  /** A probe is missed when no answer of any kind comes for this long after it. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** After so many missed probes in a row the connection is taken for half-open. */
  private static final int MOST_MISSED = 3;

  /** Of probes that follow each other faster than this, only the first is watched. */
  private static final long LEAST_INTERVAL_MILLIS = 900;

  private final W wire;
  private final Loop loop;
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicLong answers = new AtomicLong();
  private volatile @Nullable RuntimeException end;
  private long watchedAt = Long.MIN_VALUE;
  private long answersWhenMissed = -1;
  private int missed;

  Link(W wire, Loop loop) {
    this.wire = wire;
    this.loop = loop;
  }

  W wire() {
    return wire;
  }

  /** How many answers came, errors too. */
  long answers() {
    return answers.get();
  }

  /** Sends a command; the result completes with the answer, or fails when the link ends. */
  <T> CompletableFuture<T> send(Function<W, CompletionStage<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(answer);
    RuntimeException ended = end;
    if (ended != null) {
      waiting.remove(answer);
      answer.completeExceptionally(ended);
      return answer;
    }
    sent(command)
        .whenComplete(
            (result, failure) -> {
              waiting.remove(answer);
              if (failure == null) {
                answers.incrementAndGet();
                answer.complete(result);
              } else {
                if (RedisFailures.isAnswer(failure)) {
                  answers.incrementAndGet();
                }
                answer.completeExceptionally(RedisFailures.causeOf(failure));
              }
            });
    return answer;
  }

  private <T> CompletionStage<T> sent(Function<W, CompletionStage<T>> command) {
    try {
      return command.apply(wire);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * Watches a probe that was just sent.
   *
   * @param answersBefore the number of answers before it was sent
   * @param dead is run when the server has been silent for too long
   */
  void watch(long answersBefore, Runnable dead) {
    long now = loop.ticks();
    if (watchedAt == Long.MIN_VALUE || now - watchedAt >= LEAST_INTERVAL_MILLIS) {
      watchedAt = now;
      loop.laterUnlessAsleep(SILENCE, () -> checkSilence(answersBefore, dead));
    }
  }

  private void checkSilence(long answersBefore, Runnable dead) {
    if (end != null || answers.get() != answersBefore) {
      return;
    }
    missed = answersWhenMissed == answersBefore ? missed + 1 : 1;
    answersWhenMissed = answersBefore;
    if (missed >= MOST_MISSED) {
      dead.run();
    }
  }

  /** Fails everything that waits for an answer, and everything that is sent from now on. */
  void end(RuntimeException reason) {
    end = reason;
    for (CompletableFuture<?> answer : List.copyOf(waiting)) {
      waiting.remove(answer);
      answer.completeExceptionally(reason);
    }
  }
}
