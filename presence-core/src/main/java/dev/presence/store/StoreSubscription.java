package dev.presence.store;

/**
 * A node's subscription to one workspace. Closing it never silences another one. Methods are
 * idempotent and return at once.
 */
public interface StoreSubscription extends AutoCloseable {

  /**
   * Messages seem to be lost although the subscription stands: subscribe again. A store that holds
   * connections makes a new one when it is asked twice within a short time. {@link
   * StoreFeed#onSubscribed()} follows.
   */
  void renew();

  @Override
  void close();
}
