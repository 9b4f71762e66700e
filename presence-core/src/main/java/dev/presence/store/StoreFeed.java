package dev.presence.store;

/**
 * What a node receives of one workspace. The store calls it from one thread at a time.
 * Implementations return quickly and do not throw.
 */
public interface StoreFeed {

  /**
   * The subscription is established, for the first time or again. Messages that were published
   * before may be lost.
   */
  void onSubscribed();

  /**
   * The subscription is no longer established. Messages are lost until {@link #onSubscribed}. A
   * store calls it when it notices.
   */
  default void onInterrupted() {}

  /** Something changed in the store. Implementations ignore kinds that they do not know. */
  void onMessage(FeedMessage message);
}
