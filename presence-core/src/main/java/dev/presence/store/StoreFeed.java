package dev.presence.store;

/**
 * What a node wants to hear of one workspace. The store calls it from one thread at a time;
 * implementations return quickly and do not throw.
 */
public interface StoreFeed {

  /**
   * The subscription stands, for the first time or again; whatever was published before may have
   * been missed.
   */
  void onSubscribed();

  /**
   * The subscription is no longer established; messages are missed until {@link #onSubscribed}. A
   * store calls it when it notices.
   */
  default void onInterrupted() {}

  /** Something changed in the store. */
  void onMessage(FeedMessage message);
}
