package dev.presence.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits until the store has what was said, while one write at a time is under way. */
final class Waiters {

  private List<CompletableFuture<Void>> next = new ArrayList<>();
  private List<CompletableFuture<Void>> underWay = new ArrayList<>();

  /** Waits for the next write. */
  void add(CompletableFuture<Void> stored) {
    next.add(stored);
  }

  /** The next write is under way. */
  void sent() {
    underWay.addAll(next);
    next = new ArrayList<>();
  }

  /** The write that was under way is stored. */
  void stored() {
    List<CompletableFuture<Void>> done = underWay;
    underWay = new ArrayList<>();
    done.forEach(stored -> stored.complete(null));
  }

  /** The write that was under way has to be repeated. */
  void notStored() {
    next.addAll(underWay);
    underWay = new ArrayList<>();
  }

  /** There will be no other write. */
  void giveUp() {
    notStored();
    List<CompletableFuture<Void>> all = next;
    next = new ArrayList<>();
    IllegalStateException failure =
        new IllegalStateException("the PresenceTracker was closed before the store had it");
    all.forEach(stored -> stored.completeExceptionally(failure));
  }
}
