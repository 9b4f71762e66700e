package dev.presence.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Commands that a test sends on one by one, so that others come in between; no thread of its own.
 */
final class HeldCommands implements RedisCommands {

  private final RedisCommands target;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private final List<Script> sent = new ArrayList<>();

  HeldCommands(RedisCommands target) {
    this.target = target;
  }

  /** Lets the next call through, and waits for its answer. */
  void release() {
    held.remove().run();
  }

  void releaseAll() {
    while (!held.isEmpty()) {
      release();
    }
  }

  int held() {
    return held.size();
  }

  /** The scripts that were let through. */
  List<Script> sent() {
    return List.copyOf(sent);
  }

  private <T> CompletionStage<T> hold(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    held.add(
        () -> {
          try {
            answer.complete(StoreProbe.get(call.get()));
          } catch (RuntimeException e) {
            answer.completeExceptionally(RedisFailures.causeOf(e));
          }
        });
    return answer;
  }

  @Override
  public CompletionStage<List<Object>> run(
      Script script, List<String> keys, List<String> arguments) {
    return hold(
        () -> {
          sent.add(script);
          return target.run(script, keys, arguments);
        });
  }
}
