package dev.presence.redis;

import dev.presence.spi.FeedMessage;
import dev.presence.spi.StoreFeed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed that keeps what it hears. */
final class Heard implements StoreFeed {

  private final List<FeedMessage> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger subscribed = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();

  @Override
  public void onSubscribed() {
    subscribed.incrementAndGet();
  }

  @Override
  public void onInterrupted() {
    interrupted.incrementAndGet();
  }

  @Override
  public void onMessage(FeedMessage message) {
    messages.add(message);
  }

  int timesSubscribed() {
    return subscribed.get();
  }

  int timesInterrupted() {
    return interrupted.get();
  }

  List<FeedMessage> messages() {
    return List.copyOf(messages);
  }
}
