package dev.presence.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's one counter: a number is never used twice, even when a workspace is closed and opened
 * again. Starts at 1.
 */
final class Sequence {

  private final AtomicLong last = new AtomicLong();

  /** The store has a higher number of this node, however that came: the next one is above it. */
  void exceed(long stored) {
    last.accumulateAndGet(stored, Math::max);
  }

  long next() {
    return last.incrementAndGet();
  }
}
