package dev.presence.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One channel, and who of this store listens to it. State of the hub. */
final class FeedChannel {

  private final String name;
  private final Set<FeedSubscription> subscriptions = new LinkedHashSet<>();
  private final Set<FeedSubscription> waiting = new LinkedHashSet<>();

  /** Where it is subscribed, or is to be. */
  @Nullable FeedLine line;

  /** Whether the server has confirmed it since the last connection. */
  boolean standing;

  /** How many confirmations are under way. */
  int asked;

  /** Whether somebody renewed it a short time ago. */
  boolean renewed;

  FeedChannel(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  void add(FeedSubscription subscription) {
    subscriptions.add(subscription);
  }

  void remove(FeedSubscription subscription) {
    subscriptions.remove(subscription);
    waiting.remove(subscription);
  }

  List<FeedSubscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** The subscription is notified of the next confirmation. */
  void await(FeedSubscription subscription) {
    if (subscriptions.contains(subscription)) {
      waiting.add(subscription);
    }
  }

  /**
   * The subscription is no longer established. Those that were established are notified now, and
   * all of them of the next confirmation.
   */
  void interrupted() {
    standing = false;
    waiting.addAll(subscriptions);
    subscriptions().forEach(FeedSubscription::interrupted);
  }

  /** Takes those who wait for a confirmation. */
  List<FeedSubscription> takeWaiting() {
    List<FeedSubscription> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** Takes out those that were never established; the others are kept. */
  List<FeedSubscription> takeNew() {
    List<FeedSubscription> taken = new ArrayList<>(waiting);
    taken.removeIf(subscription -> !subscription.isNew());
    taken.forEach(this::remove);
    return taken;
  }
}
