package dev.presence;

import dev.presence.runtime.PresenceRuntime;
import java.util.concurrent.CompletableFuture;

/**
 * Completes the futures that the application gets, on a thread that callbacks may block. On the
 * thread of a workspace's owner a callback that blocks would stop the workspace, and one that waits
 * for the owner would never return.
 */
final class Handoff {

  private Handoff() {}

  /** The same result, on a thread that may be blocked. */
  static <T> CompletableFuture<T> of(CompletableFuture<T> inner, PresenceRuntime runtime) {
    if (inner.isDone()) {
      return inner.copy();
    }
    CompletableFuture<T> outer = new CompletableFuture<>();
    inner.whenComplete(
        (value, failure) ->
            runtime.executeCallback(
                () -> {
                  if (failure == null) {
                    outer.complete(value);
                  } else {
                    outer.completeExceptionally(failure);
                  }
                }));
    return outer;
  }
}
