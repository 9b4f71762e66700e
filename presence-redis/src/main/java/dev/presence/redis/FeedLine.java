package dev.presence.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One server's connection for messages, shared by all subscriptions of a store. It remembers no
 * channels: who listens subscribes again after each {@link Listener#connected}. Confined to the
 * loop.
 */
final class FeedLine implements AutoCloseable {

  /** Hears what the server says, on the loop. */
  interface Listener {
    /** There is a new connection, without any channel. */
    void connected(FeedLine line);

    /** The connection was lost, and with it all channels. */
    void disconnected(FeedLine line);

    /** Something was published. */
    void message(String channel, byte[] message);

    /** The server ended a subscription by itself: the channel is served elsewhere now. */
    void unsubscribed(FeedLine line, String channel);
  }

  private final Line<StatefulRedisPubSubConnection<String, byte[]>> line;
  private final Loop loop;
  private final Listener listener;

  /** How many of the ends that the server is going to confirm were asked for here. */
  private final Map<String, Integer> leaving = new HashMap<>();

  FeedLine(Dialer dialer, Loop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.line = new Line<>(dialer + " (messages)", dialer::messages, loop, new Connections());
  }

  private final class Connections
      implements Line.Events<StatefulRedisPubSubConnection<String, byte[]>> {
    @Override
    public void up(StatefulRedisPubSubConnection<String, byte[]> connection) {
      leaving.clear();
      connection.addListener(new Messages());
      listener.connected(FeedLine.this);
    }

    @Override
    public void down() {
      listener.disconnected(FeedLine.this);
    }
  }

  /** Called by Lettuce's thread. */
  private final class Messages extends RedisPubSubAdapter<String, byte[]> {
    @Override
    public void smessage(String channel, byte[] message) {
      loop.run(() -> listener.message(channel, message));
    }

    @Override
    public void sunsubscribed(String channel, long count) {
      loop.run(() -> left(channel));
    }
  }

  private void left(String channel) {
    Integer asked = leaving.get(channel);
    if (asked == null) {
      listener.unsubscribed(this, channel);
    } else if (asked == 1) {
      leaving.remove(channel);
    } else {
      leaving.put(channel, asked - 1);
    }
  }

  void open() {
    line.open();
  }

  boolean isUp() {
    return line.isUp();
  }

  /** Subscribes, for the first time or again; completes when the server confirmed it. */
  CompletableFuture<Void> subscribe(String channel) {
    CompletableFuture<Void> confirmed =
        line.call(connection -> connection.async().ssubscribe(channel));
    confirmed.whenComplete(
        (done, failure) -> {
          if (failure != null && RedisFailures.isSilence(failure)) {
            line.dropCurrent();
          }
        });
    return confirmed;
  }

  void unsubscribe(String channel) {
    if (line.isUp()) {
      leaving.merge(channel, 1, Integer::sum);
      line.call(connection -> connection.async().sunsubscribe(channel));
    }
  }

  /** Asks for a sign of life, as a connection that only listens would never notice its end. */
  void probe() {
    if (line.isUp()) {
      line.probe(connection -> connection.async().ping());
    }
  }

  /** Makes another connection in place of the one that there is. */
  void reconnect() {
    line.dropCurrent();
  }

  @Override
  public void close() {
    line.close();
  }
}
