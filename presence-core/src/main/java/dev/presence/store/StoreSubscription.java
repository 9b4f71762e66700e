package dev.presence.store;

/**
 * A node's subscription to one workspace. Closing it does not affect other subscriptions. Methods
 * are idempotent and return at once.
 */
public interface StoreSubscription extends AutoCloseable {

  /**
   * Messages seem to be lost although the subscription is established, so the store subscribes
   * again. A store that holds connections opens a new one if this is called twice within a short
   * time. {@link StoreFeed#onSubscribed()} follows.
   */
  void renew();

  @Override
  void close();
}
