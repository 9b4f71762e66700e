package dev.presence;

import dev.presence.runtime.PresenceRuntime;
import java.util.concurrent.CompletableFuture;

/**
 * Completes the futures that the application gets. What it hangs on them is foreign code: run by
 * whoever completes them it would block the owner of a workspace, or wait for it for ever.
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
            runtime.executeForeign(
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
