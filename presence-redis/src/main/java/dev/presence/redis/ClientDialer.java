package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Connects to the address that the application's client was made for. Only the client knows it, and
 * connects to it only while the caller waits; so a thread waits for it.
 */
record ClientDialer(RedisClient client) implements Dialer {

  /** The client does not say whether it asks Sentinel. */
  @Override
  public boolean mayMove() {
    return true;
  }

  @Override
  public CompletionStage<CommandWire> commands() {
    return aside(() -> new LettuceCommandWire(client.connect(StringCodec.UTF8)));
  }

  @Override
  public CompletionStage<FeedWire> messages() {
    return aside(() -> new LettuceFeedWire(client.connectPubSub(MESSAGES)));
  }

  private static <T> CompletionStage<T> aside(Supplier<T> connect) {
    return CompletableFuture.supplyAsync(connect, ClientDialer::start);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "presence-redis-connect");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String toString() {
    return "the Redis of the application's client";
  }
}
