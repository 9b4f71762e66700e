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
  private boolean established;
  private volatile boolean closed;

  FeedSubscription(FeedHub hub, String channel, StoreFeed feed) {
    this.hub = hub;
    this.channel = channel;
    this.feed = feed;
  }

  String channel() {
    return channel;
  }

  /** Completes once the subscription is established. */
  CompletionStage<StoreSubscription> standing() {
    return standing.minimalCompletionStage();
  }

  /** Whether it was never established. */
  boolean isNew() {
    return !standing.isDone();
  }

  boolean isClosed() {
    return closed;
  }

  void subscribed() {
    established = true;
    standing.complete(this);
    guarded(feed::onSubscribed);
  }

  /** Messages are missed from now on; the feed is notified once, until the next confirmation. */
  void interrupted() {
    if (established) {
      established = false;
      guarded(feed::onInterrupted);
    }
  }

  /** What comes before the confirmation is left over from an earlier subscription. */
  void message(FeedMessage message) {
    if (established) {
      guarded(() -> feed.onMessage(message));
    }
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
    } catch (RuntimeException | Error e) {
      log.warn("A feed threw an exception. It still receives the messages that follow", e);
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
