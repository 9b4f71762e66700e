package dev.presence.testkit.simulation;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One subscription: messages come late but in order, unless they are repeated or lost. */
final class SimulatedFeed implements StoreFeed, StoreSubscription {

  private static final int LONGEST_DELAY = 2_000;
  private static final int LONGEST_REPEAT = 5_000;

  private final Line line;
  private final StoreWorld world;
  private final StoreFeed feed;
  private @Nullable StoreSubscription subscription;
  private long lastDelivery;

  SimulatedFeed(Line line, StoreFeed feed) {
    this.line = line;
    this.world = line.world;
    this.feed = feed;
  }

  StoreSubscription opened(StoreSubscription made) {
    subscription = made;
    return this;
  }

  void established() {
    deliver(line.latency(), feed::onSubscribed);
  }

  void interrupted() {
    line.process.execute(feed::onInterrupted);
  }

  @Override
  public void onSubscribed() {
    established();
  }

  @Override
  public void onMessage(FeedMessage message) {
    if (!line.isOpen() || world.happens(world.unreliability.messageLost)) {
      return;
    }
    Duration way = line.latency();
    if (world.happens(world.unreliability.messageDelayed)) {
      way = way.plusMillis(world.random.nextInt(LONGEST_DELAY));
    }
    deliver(way, () -> feed.onMessage(message));
    if (world.happens(world.unreliability.messageRepeated)) {
      Duration later = Duration.ofMillis(world.random.nextInt(LONGEST_REPEAT));
      world.runtime.schedule(later, () -> arrive(() -> feed.onMessage(message)));
    }
  }

  private void deliver(Duration way, Runnable delivery) {
    long now = world.now();
    lastDelivery = Math.max(lastDelivery, now + way.toMillis());
    world.runtime.schedule(Duration.ofMillis(lastDelivery - now), () -> arrive(delivery));
  }

  private void arrive(Runnable delivery) {
    if (line.isOpen() && line.has(this)) {
      line.process.execute(delivery);
    }
  }

  @Override
  public void renew() {
    world.runtime.schedule(
        line.latency(),
        () -> {
          if (line.isOpen()) {
            established();
          }
        });
  }

  @Override
  public void close() {
    line.remove(this);
    if (subscription != null) {
      subscription.close();
    }
  }
}
