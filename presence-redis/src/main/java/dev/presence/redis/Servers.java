package dev.presence.redis;

import dev.presence.model.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The servers that share the keys between them; sends each call to the one that has its key. */
abstract class Servers implements RedisCommands, AutoCloseable {

  private final Loop loop;
  private final boolean cluster;

  Servers(Loop loop, boolean cluster) {
    this.loop = loop;
    this.cluster = cluster;
  }

  /** The server that has this key or channel; null while that is not known. */
  abstract @Nullable Server of(String key);

  /** The server at an address that another one named; completes with null if there is none. */
  abstract CompletableFuture<@Nullable Server> at(String address);

  /** All that have keys, in an order that stays. */
  abstract Collection<Server> all();

  /** Completes when {@link #of} was found out for the first time, or could not be. */
  abstract CompletableFuture<Void> known();

  /** Something did not fit what is known of the servers; they are looked up again soon. */
  abstract void doubt();

  @Override
  public CompletionStage<List<Object>> run(
      Script script, List<String> keys, List<String> arguments) {
    ScriptCall call = ScriptCall.of(script, keys, arguments);
    return withServerOf(
        keys.get(0), server -> new RoutedCall(this, cluster, loop, call).startAt(server));
  }

  /** Asks the server that has this key for its clock, and probes its connections. */
  CompletionStage<Long> pingServerOf(String key) {
    return withServerOf(key, Server::ping);
  }

  private <T> CompletionStage<T> withServerOf(
      String key, Function<Server, CompletionStage<T>> call) {
    return known().isDone()
        ? now(key, call)
        : loop.within(Line.FIRST_WAIT, known()).thenCompose(done -> now(key, call));
  }

  private <T> CompletionStage<T> now(String key, Function<Server, CompletionStage<T>> call) {
    Server server = of(key);
    if (server == null) {
      doubt();
      return CompletableFuture.failedStage(
          new StoreUnavailableException("no server of the cluster is known for this key", null));
    }
    return call.apply(server);
  }

  /** For a task of the loop. */
  @Override
  public abstract void close();
}
