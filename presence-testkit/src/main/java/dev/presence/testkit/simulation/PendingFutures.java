package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Every future that a run obtained: none may be left without a result in the end. */
final class PendingFutures {

  private record Obtained(SimulatedNode node, String what, long at, CompletableFuture<?> future) {}

  private final List<Obtained> obtained = new ArrayList<>();

  <T> CompletableFuture<T> track(SimulatedNode node, String what, CompletableFuture<T> future) {
    if (!future.isDone()) {
      obtained.add(new Obtained(node, what, node.process.ticks(), future));
    }
    return future;
  }

  /** All nodes have crashed or stopped. A crash takes its futures with it. */
  void check(Checkers checkers) {
    for (Obtained one : obtained) {
      if (!one.future().isDone() && !one.node().hasCrashed()) {
        checkers.violation(
            "%s of %s, from %.3f s, never completed"
                .formatted(one.what(), one.node(), one.at() / 1000.0));
      }
    }
  }
}
