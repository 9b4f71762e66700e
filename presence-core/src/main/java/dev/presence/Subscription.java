package dev.presence;

/**
 * Ends what was begun by subscribing or joining. After {@link #close} at most the call that is
 * under way still comes.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Idempotent. */
  @Override
  void close();
}
