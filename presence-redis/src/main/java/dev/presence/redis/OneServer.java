package dev.presence.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A single server, or the master behind Sentinel. */
final class OneServer extends Servers {

  private final String name;
  private final Server server;

  OneServer(Dialer dialer, Loop loop, FeedLine.Listener listener) {
    super(loop, false);
    name = dialer.toString();
    server = new Server("redis", dialer, loop, listener, () -> {});
  }

  @Override
  Server of(String key) {
    return server;
  }

  @Override
  CompletableFuture<@Nullable Server> at(String address) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  Collection<Server> all() {
    return List.of(server);
  }

  @Override
  CompletableFuture<Void> known() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  void doubt() {
    // there is only one
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
