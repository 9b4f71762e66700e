package dev.presence.testkit;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed that keeps what it is told, and notes when it is told two things at once. */
final class FeedLog implements StoreFeed {

  private final List<FeedMessage> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger subscribed = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean overlapped = new AtomicBoolean();

  @Override
  public void onSubscribed() {
    enter();
    subscribed.incrementAndGet();
    busy.set(false);
  }

  @Override
  public void onMessage(FeedMessage message) {
    enter();
    messages.add(message);
    busy.set(false);
  }

  private void enter() {
    if (!busy.compareAndSet(false, true)) {
      overlapped.set(true);
    }
    Thread.yield();
  }

  List<FeedMessage> messages() {
    return List.copyOf(messages);
  }

  int timesSubscribed() {
    return subscribed.get();
  }

  boolean overlapped() {
    return overlapped.get();
  }
}
