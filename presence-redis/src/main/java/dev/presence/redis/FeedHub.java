package dev.presence.redis;

import dev.presence.spi.FeedMessage;
import dev.presence.spi.StoreFeed;
import dev.presence.spi.StoreSubscription;
import dev.presence.spi.StoreUnavailableException;
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
 * Brings each channel's messages to whoever subscribed, over one connection a server. A channel is
 * subscribed as long as anybody listens to it: after each loss of a connection, and wherever the
 * cluster moves it. Confined to the loop, on which the feeds are called as well.
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
    servers().known().whenComplete((done, failure) -> loop.run(() -> add(subscription)));
    return subscription.standing();
  }

  void renew(FeedSubscription subscription) {
    loop.run(() -> renewNow(subscription));
  }

  void remove(FeedSubscription subscription) {
    loop.run(() -> removeNow(subscription));
  }

  /** Once a second: tries again what was refused, and sees whether the connections live. */
  void probe() {
    loop.run(
        () -> {
          servers().all().forEach(server -> server.feed().probe());
          channels.values().stream()
              .filter(channel -> !channel.standing && channel.asked == 0 && isUp(channel))
              .toList()
              .forEach(this::ask);
        });
  }

  /** The servers have divided the channels in another way. */
  void moved() {
    loop.run(
        () ->
            channels.values().stream()
                .filter(channel -> lineOf(channel) != channel.line)
                .toList()
                .forEach(this::move));
  }

  // ---------------------------------------------------------------- on the loop

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
    channel.fell();
    ask(channel);
  }

  /** Asks the server to confirm the subscription. */
  private void ask(FeedChannel channel) {
    FeedLine line = lineOf(channel);
    channel.line = line;
    if (line == null) {
      refused(channel, new StoreUnavailableException("no server is known for the channel", null));
      return;
    }
    channel.asked++;
    line.subscribe(channel.name())
        .whenComplete((done, failure) -> loop.run(() -> answered(channel, line, failure)));
  }

  private void answered(FeedChannel channel, FeedLine line, @Nullable Throwable failure) {
    channel.asked--;
    if (channel.line != line || channels.get(channel.name()) != channel) {
      return; // it was moved or given up meanwhile
    }
    if (failure == null) {
      channel.standing = true;
      channel.takeWaiting().forEach(FeedSubscription::subscribed);
    } else {
      refused(channel, failure);
    }
  }

  private void refused(FeedChannel channel, Throwable failure) {
    if (RedisFailures.isElsewhere(failure)) {
      servers().doubt();
    }
    RuntimeException reason = RedisFailures.translate("subscribe", failure);
    channel.takeNew().forEach(subscription -> subscription.failed(reason));
    forgetIfEmpty(channel);
  }

  @Override
  public void connected(FeedLine line) {
    for (FeedChannel channel : List.copyOf(channels.values())) {
      if (lineOf(channel) == line) {
        channel.fell();
        ask(channel);
      }
    }
  }

  @Override
  public void disconnected(FeedLine line) {
    for (FeedChannel channel : channels.values()) {
      if (channel.line == line) {
        channel.fell();
      }
    }
  }

  @Override
  public void unsubscribed(FeedLine line, String name) {
    FeedChannel channel = channels.get(name);
    if (channel != null && channel.line == line) {
      channel.fell();
      servers().doubt();
    }
  }

  @Override
  public void message(String name, byte[] text) {
    FeedChannel channel = channels.get(name);
    FeedMessage message = channel == null ? null : read(name, text);
    if (channel != null && message != null) {
      channel.subscriptions().forEach(subscription -> subscription.told(message));
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

  private boolean isUp(FeedChannel channel) {
    FeedLine line = lineOf(channel);
    return line != null && line.isUp();
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

  /** Ends all subscriptions. */
  void close() {
    loop.run(
        () -> {
          closed = true;
          IllegalStateException reason = new IllegalStateException("the store was closed");
          channels.values().stream()
              .flatMap(channel -> channel.subscriptions().stream())
              .forEach(subscription -> subscription.failed(reason));
          channels.clear();
        });
  }
}
