package dev.presence.memory.internal;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one feed its messages, one at a time and in order, from the executor.
 *
 * <p>A feed that falls too far behind loses what waits for it and is told so by {@code
 * onSubscribed}, which makes it look at the store again.
 */
final class MemorySubscription implements StoreSubscription {

  private static final Logger LOG = LoggerFactory.getLogger(MemorySubscription.class);

  /** Far more than a feed that returns quickly ever leaves waiting. */
  static final int LARGEST_BACKLOG = 10_000;

  private final StoreFeed feed;
  private final Executor executor;
  private final Consumer<MemorySubscription> onClose;

  private final Object lock = new Object();
  private final Queue<FeedMessage> backlog = new ArrayDeque<>();
  private boolean announce = true;
  private boolean draining;
  private boolean closed;

  MemorySubscription(StoreFeed feed, Executor executor, Consumer<MemorySubscription> onClose) {
    this.feed = feed;
    this.executor = executor;
    this.onClose = onClose;
  }

  /** Puts the message in line; {@link #wake} delivers it. */
  void offer(FeedMessage message) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (backlog.size() >= LARGEST_BACKLOG) {
        backlog.clear();
        announce = true;
      } else {
        backlog.add(message);
      }
    }
  }

  /** Sees to it that what waits is delivered soon. */
  void wake() {
    synchronized (lock) {
      if (draining || closed) {
        return;
      }
      draining = true;
    }
    executor.execute(this::drain);
  }

  @Override
  public void renew() {
    synchronized (lock) {
      announce = true;
    }
    wake();
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      backlog.clear();
    }
    onClose.accept(this);
  }

  private void drain() {
    Runnable delivery = next();
    while (delivery != null) {
      deliver(delivery);
      delivery = next();
    }
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      if (!closed && announce) {
        announce = false;
        return feed::onSubscribed;
      }
      FeedMessage message = backlog.poll();
      draining = message != null;
      return message == null ? null : () -> feed.onMessage(message);
    }
  }

  private static void deliver(Runnable delivery) {
    try {
      delivery.run();
    } catch (RuntimeException e) {
      LOG.warn("a feed threw; it goes on with the next message", e);
    }
  }
}
