package dev.presence.redis;

import dev.presence.testkit.ManualProcess;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A connection to a {@link ScriptedServer}. Requests and answers take their time and keep their
 * order. Unlike Lettuce it never ends what waits when the connection is lost: that must not be
 * needed.
 */
class ScriptedWire implements Wire {

  final ScriptedServer server;
  private final ScriptedWorld world;
  private final ManualProcess process;
  private final List<Runnable> lost = new ArrayList<>();
  private boolean open = true;
  private boolean halfOpen;
  private long lastUp;
  private long lastDown;

  ScriptedWire(ScriptedServer server, ScriptedWorld world, ManualProcess process) {
    this.server = server;
    this.world = world;
    this.process = process;
    server.wires.add(this);
  }

  ManualProcess process() {
    return process;
  }

  /** Sends a request; what the server does with it is run there, and may throw an error reply. */
  final <T> CompletionStage<T> request(Supplier<T> atServer) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!open) {
      return CompletableFuture.failedFuture(new RedisException("Connection closed"));
    }
    lastUp = Math.max(lastUp, world.runtime.ticks() + world.latency());
    world.runtime.schedule(
        Duration.ofMillis(lastUp - world.runtime.ticks()),
        () -> {
          if (isThrough()) {
            server.handle(() -> answer(answer, atServer));
          }
        });
    return answer;
  }

  private <T> void answer(CompletableFuture<T> answer, Supplier<T> atServer) {
    if (!isThrough()) {
      return;
    }
    T result;
    try {
      result = atServer.get();
    } catch (RedisException e) {
      push(() -> answer.completeExceptionally(e));
      return;
    }
    push(() -> answer.complete(result));
  }

  /**
   * Something arrives at the client, unless the connection is lost before; and even then it may
   * have been on its way already.
   */
  final void push(Runnable arrival) {
    lastDown = Math.max(lastDown, world.runtime.ticks() + world.latency());
    process.schedule(
        Duration.ofMillis(lastDown - world.runtime.ticks()),
        () -> {
          if (isThrough() || (!halfOpen && world.random.nextInt(4) == 0)) {
            arrival.run();
          }
        });
  }

  private boolean isThrough() {
    return open && !halfOpen;
  }

  /** From now on nothing arrives, and neither side notices. */
  final void becomeHalfOpen() {
    halfOpen = true;
    server.forget(this);
  }

  /** The connection breaks, and the client notices. */
  final void reset() {
    if (open) {
      end();
      process.execute(() -> List.copyOf(lost).forEach(Runnable::run));
    }
  }

  private void end() {
    open = false;
    server.forget(this);
    server.wires.remove(this);
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public final void onLost(Runnable task) {
    lost.add(task);
  }

  @Override
  public final CompletableFuture<Void> closeAsync() {
    if (open) {
      end();
      process.execute(() -> List.copyOf(lost).forEach(Runnable::run));
    }
    return CompletableFuture.completedFuture(null);
  }
}
