package dev.presence.redis;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed of one channel. The handle is safe for use by any thread; the rest is for the hub. */
final class FeedSubscription implements StoreSubscription {

  private static final Logger log = LoggerFactory.getLogger(FeedSubscription.class);

  private final FeedHub hub;
  private final String channel;
  private final StoreFeed feed;
  private final CompletableFuture<StoreSubscription> standing = new CompletableFuture<>();
  private volatile boolean closed;

  FeedSubscription(FeedHub hub, String channel, StoreFeed feed) {
    this.hub = hub;
    this.channel = channel;
    this.feed = feed;
  }

  String channel() {
    return channel;
  }

  /** Completes when the subscription stands for the first time. */
  CompletionStage<StoreSubscription> standing() {
    return standing.minimalCompletionStage();
  }

  /** Whether it never stood. */
  boolean isNew() {
    return !standing.isDone();
  }

  boolean isClosed() {
    return closed;
  }

  void subscribed() {
    standing.complete(this);
    guarded(feed::onSubscribed);
  }

  void told(FeedMessage message) {
    guarded(() -> feed.onMessage(message));
  }

  void failed(Throwable failure) {
    closed = true;
    standing.completeExceptionally(failure);
  }

  private void guarded(Runnable callback) {
    if (closed) {
      return;
    }
    try {
      callback.run();
    } catch (RuntimeException e) {
      log.warn("a feed threw; it goes on with the next message", e);
    }
  }

  @Override
  public void renew() {
    hub.renew(this);
  }

  @Override
  public void close() {
    closed = true;
    hub.remove(this);
  }
}
