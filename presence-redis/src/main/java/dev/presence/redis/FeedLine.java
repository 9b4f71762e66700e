package dev.presence.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One server's connection for messages, shared by all subscriptions of a store. It does not
 * remember channels: who listens subscribes again after each {@link Listener#connected}. Confined
 * to the loop.
 */
final class FeedLine implements AutoCloseable {

  /** Receives what the server sends, on the loop. */
  interface Listener {
    /** There is a new connection, without any channel. */
    void connected(FeedLine line);

    /** The connection was lost, and with it all channels. */
    void disconnected(FeedLine line);

    /** The connection was probed, which happens once per second. */
    void probed(FeedLine line);

    /** Something was published. */
    void message(String channel, byte[] message);

    /** The server ended a subscription by itself: another server has the channel now. */
    void unsubscribed(FeedLine line, String channel);
  }

  private final Line<FeedWire> line;
  private final Loop loop;
  private final Listener listener;

  /** How many confirmations of {@code SUNSUBSCRIBE} are still to come, by channel. */
  private final Map<String, Integer> leaving = new HashMap<>();

  private @Nullable FeedWire current;
  private int connection;

  FeedLine(Dialer dialer, Loop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.line = new Line<>(dialer + " (messages)", dialer::messages, loop, new Connections());
  }

  private final class Connections implements Line.Events<FeedWire> {
    @Override
    public void up(FeedWire wire) {
      leaving.clear();
      current = wire;
      connection++;
      wire.listen(new Messages(wire));
      listener.connected(FeedLine.this);
    }

    @Override
    public void down() {
      current = null;
      connection++;
      listener.disconnected(FeedLine.this);
    }
  }

  /** Is called on a thread of the client; what comes after the end of its connection is dropped. */
  private final class Messages implements FeedWire.Listener {
    private final FeedWire wire;

    Messages(FeedWire wire) {
      this.wire = wire;
    }

    @Override
    public void message(String channel, byte[] message) {
      runIfCurrent(() -> listener.message(channel, message));
    }

    @Override
    public void unsubscribed(String channel) {
      runIfCurrent(() -> left(channel));
    }

    private void runIfCurrent(Runnable task) {
      loop.run(
          () -> {
            if (current == wire) {
              task.run();
            }
          });
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

  /** Changes whenever a connection comes or goes. */
  int connection() {
    return connection;
  }

  /** Subscribes, for the first time or again; completes when the server has confirmed it. */
  CompletableFuture<Void> subscribe(String channel) {
    return line.call(wire -> wire.subscribe(channel));
  }

  void unsubscribe(String channel) {
    if (line.isUp()) {
      leaving.merge(channel, 1, Integer::sum);
      line.call(wire -> wire.unsubscribe(channel));
    }
  }

  /** Checks the connection: one that only listens would never notice its end. */
  void probe() {
    if (line.isUp()) {
      line.probe(FeedWire::ping);
    }
    listener.probed(this);
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
