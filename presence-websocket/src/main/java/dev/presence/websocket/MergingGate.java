package dev.presence.websocket;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what a connection says of itself as fast as it may; of what comes faster the last
 * counts, and goes through as soon as it may. Nothing is refused. Safe for use by any thread.
 */
final class MergingGate<T> {

  private final PresenceRuntime runtime;
  private final TokenBucket tokens;
  private final Consumer<T> out;
  private @Nullable T held;
  private @Nullable Scheduled release;

  MergingGate(PresenceRuntime runtime, EndpointLimits limits, Consumer<T> out) {
    this.runtime = runtime;
    this.tokens =
        new TokenBucket(limits.requestBurst(), limits.requestsPerSecond(), runtime.ticks());
    this.out = out;
  }

  synchronized void say(T value) {
    held = value;
    if (release == null) {
      letThrough();
    }
  }

  private synchronized void released() {
    release = null;
    letThrough();
  }

  private void letThrough() {
    T latest = held;
    if (latest == null) {
      return;
    }
    if (tokens.tryTake(runtime.ticks())) {
      held = null;
      out.accept(latest);
    } else {
      Duration wait = Duration.ofMillis(tokens.millisToNext(runtime.ticks()));
      release = runtime.schedule(wait, this::released);
    }
  }

  synchronized void close() {
    held = null;
    if (release != null) {
      release.cancel();
    }
  }
}
