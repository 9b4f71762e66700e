package dev.presence.redis;

import dev.presence.spi.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The servers that share the keys between them; sends each call to the one that has its key. */
abstract class Servers implements RedisCommands, AutoCloseable {

  /** The server that has this key or channel; null while that is not known. */
  abstract @Nullable Server of(String key);

  /** All that have keys, in an order that stays. */
  abstract Collection<Server> all();

  /** Completes when {@link #of} was made out for the first time, or could not be. */
  abstract CompletableFuture<Void> known();

  /** Something did not fit what is known of the servers; they are looked up again soon. */
  abstract void doubt();

  @Override
  public CompletionStage<List<Object>> run(
      Script script, List<String> keys, List<String> arguments) {
    return at(keys.get(0), server -> server.run(script, keys, arguments));
  }

  @Override
  public CompletionStage<Long> time() {
    return soonKnown().thenCompose(done -> timeOf(List.copyOf(all())));
  }

  /** The clock that is ahead: all nodes see the same, whichever server is lost or comes. */
  private static CompletionStage<Long> timeOf(List<Server> servers) {
    if (servers.isEmpty()) {
      return failed();
    }
    List<CompletableFuture<Long>> times = servers.stream().map(Server::time).toList();
    return CompletableFuture.allOf(times.toArray(CompletableFuture[]::new))
        .thenApply(done -> times.stream().map(CompletableFuture::join).reduce(0L, Math::max));
  }

  private <T> CompletionStage<T> at(String key, Function<Server, CompletionStage<T>> call) {
    CompletionStage<T> answer =
        known().isDone() ? now(key, call) : soonKnown().thenCompose(done -> now(key, call));
    answer.whenComplete(
        (result, failure) -> {
          if (failure != null && RedisFailures.isElsewhere(failure)) {
            doubt();
          }
        });
    return answer;
  }

  private CompletableFuture<Void> soonKnown() {
    return known().copy().orTimeout(Line.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> CompletionStage<T> now(String key, Function<Server, CompletionStage<T>> call) {
    Server server = of(key);
    return server == null ? failed() : call.apply(server);
  }

  private static <T> CompletionStage<T> failed() {
    return CompletableFuture.failedStage(
        new StoreUnavailableException("no server of the cluster is known for this key", null));
  }

  @Override
  public abstract void close();
}
