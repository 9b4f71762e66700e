package dev.presence.redis;

import dev.presence.model.StoreUnavailableException;
import dev.presence.store.FeedMessage;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreSubscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers each channel's messages to the feeds that subscribed, over one connection per server. A
 * channel is subscribed as long as anybody listens to it: after each loss of a connection, and
 * wherever the cluster moves it. Confined to the loop, on which the feeds are called as well.
 */
final class FeedHub implements FeedLine.Listener {

  /** A second renewal within this time gets a new connection: the first one did not help. */
  private static final Duration RENEWED_LATELY = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(FeedHub.class);

  private final Loop loop;
  private final OncePerMinute malformed;
  private final Map<String, FeedChannel> channels = new HashMap<>();
  private volatile @Nullable Servers servers;
  private boolean closed;

  FeedHub(Loop loop) {
    this.loop = loop;
    this.malformed = new OncePerMinute(loop::later);
  }

  /** To be called once, before anything else. */
  void listenTo(Servers all) {
    servers = all;
  }

  // ---------------------------------------------------------------- from any thread

  CompletionStage<StoreSubscription> subscribe(String channel, StoreFeed feed) {
    FeedSubscription subscription = new FeedSubscription(this, channel, feed);
    if (servers().known().isDone()) {
      addOrEnd(subscription);
    } else {
      loop.within(Line.FIRST_WAIT, servers().known())
          .whenComplete((done, failure) -> addOrEnd(subscription));
    }
    return subscription.standing();
  }

  void renew(FeedSubscription subscription) {
    loop.run(() -> renewNow(subscription));
  }

  void remove(FeedSubscription subscription) {
    loop.run(() -> removeNow(subscription));
  }

  /** The servers have divided the channels in another way. */
  void moved() {
    loop.run(this::moveChannels);
  }

  // ---------------------------------------------------------------- on the loop

  private void addOrEnd(FeedSubscription subscription) {
    if (!loop.run(() -> add(subscription))) {
      subscription.failed(new IllegalStateException("the store was closed meanwhile"));
    }
  }

  private void moveChannels() {
    for (FeedChannel channel : List.copyOf(channels.values())) {
      FeedLine line = lineOf(channel);
      if (line != channel.line) {
        move(channel);
      }
      if (line == null) {
        servers().doubt();
      }
    }
  }

  private void add(FeedSubscription subscription) {
    if (closed) {
      subscription.failed(new IllegalStateException("the store was closed meanwhile"));
      return;
    }
    FeedChannel channel =
        channels.computeIfAbsent(subscription.channel(), name -> new FeedChannel(name));
    channel.add(subscription);
    if (channel.standing) {
      subscription.subscribed();
    } else {
      channel.await(subscription);
      ask(channel);
    }
  }

  private void renewNow(FeedSubscription subscription) {
    FeedChannel channel = channels.get(subscription.channel());
    if (channel == null || subscription.isClosed()) {
      return;
    }
    channel.await(subscription);
    if (channel.renewed && channel.line != null) {
      channel.renewed = false;
      channel.line.reconnect();
    } else {
      channel.renewed = true;
      loop.later(RENEWED_LATELY, () -> channel.renewed = false);
      ask(channel);
    }
  }

  private void removeNow(FeedSubscription subscription) {
    FeedChannel channel = channels.get(subscription.channel());
    if (channel != null) {
      channel.remove(subscription);
      forgetIfEmpty(channel);
    }
  }

  private void forgetIfEmpty(FeedChannel channel) {
    if (channel.isEmpty() && channels.remove(channel.name(), channel) && channel.line != null) {
      channel.line.unsubscribe(channel.name());
    }
  }

  private void move(FeedChannel channel) {
    if (channel.line != null) {
      channel.line.unsubscribe(channel.name());
    }
    channel.interrupted();
    ask(channel);
  }

  /** Asks the server to confirm the subscription. */
  private void ask(FeedChannel channel) {
    FeedLine line = lineOf(channel);
    channel.line = line;
    if (line == null) {
      servers().doubt(); // nothing else would look the map up again
      refused(channel, new StoreUnavailableException("no server is known for the channel", null));
      return;
    }
    channel.asked++;
    int connection = line.connection();
    line.subscribe(channel.name())
        .whenComplete(
            (done, failure) -> loop.run(() -> answered(channel, line, connection, failure)));
  }

  private void answered(
      FeedChannel channel, FeedLine line, int connection, @Nullable Throwable failure) {
    channel.asked--;
    if (channel.line != line || channels.get(channel.name()) != channel) {
      return; // it was moved or given up meanwhile
    }
    if (failure != null) {
      refused(channel, failure);
    } else if (line.connection() == connection) {
      channel.standing = true;
      channel.takeWaiting().forEach(FeedSubscription::subscribed);
    }
  }

  private void refused(FeedChannel channel, Throwable failure) {
    if (RedisFailures.isElsewhere(failure)) {
      servers().doubt();
    }
    if (channel.asked > 0) {
      return; // another attempt is under way, on a newer connection
    }
    RuntimeException reason = RedisFailures.translate("subscribe", failure);
    channel.takeNew().forEach(subscription -> subscription.failed(reason));
    forgetIfEmpty(channel);
  }

  @Override
  public void connected(FeedLine line) {
    for (FeedChannel channel : List.copyOf(channels.values())) {
      if (lineOf(channel) == line) {
        channel.interrupted();
        ask(channel);
      }
    }
  }

  @Override
  public void disconnected(FeedLine line) {
    for (FeedChannel channel : channels.values()) {
      if (channel.line == line) {
        channel.interrupted();
      }
    }
  }

  @Override
  public void probed(FeedLine line) {
    if (line.isUp()) {
      channels.values().stream()
          .filter(channel -> !channel.standing && channel.asked == 0 && lineOf(channel) == line)
          .toList()
          .forEach(this::ask);
    }
  }

  @Override
  public void unsubscribed(FeedLine line, String name) {
    FeedChannel channel = channels.get(name);
    if (channel != null && channel.line == line) {
      channel.interrupted();
      servers().doubt();
    }
  }

  @Override
  public void message(String name, byte[] text) {
    FeedChannel channel = channels.get(name);
    FeedMessage message = channel == null ? null : read(name, text);
    if (channel != null && message != null) {
      channel.subscriptions().forEach(subscription -> subscription.message(message));
    }
  }

  private @Nullable FeedMessage read(String channel, byte[] text) {
    try {
      return FeedReader.read(text);
    } catch (RuntimeException e) {
      if (malformed.allows()) {
        log.warn("Ignoring malformed message on channel {}: {}", channel, describe(text, e));
      }
      return null;
    }
  }

  private static String describe(byte[] text, RuntimeException reason) {
    return "\"" + DamageLog.printable(new String(text, StandardCharsets.UTF_8)) + "\", " + reason;
  }

  private @Nullable FeedLine lineOf(FeedChannel channel) {
    Server server = servers().of(channel.name());
    return server == null ? null : server.feed();
  }

  private Servers servers() {
    Servers all = servers;
    if (all == null) {
      throw new IllegalStateException("listenTo comes first");
    }
    return all;
  }

  /** Ends all subscriptions; for a task of the loop. */
  void close() {
    closed = true;
    IllegalStateException reason = new IllegalStateException("the store was closed");
    channels.values().stream()
        .flatMap(channel -> channel.subscriptions().stream())
        .forEach(subscription -> subscription.failed(reason));
    channels.clear();
  }
}
