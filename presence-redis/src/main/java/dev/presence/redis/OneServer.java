package dev.presence.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A single server, or the master behind Sentinel. */
final class OneServer extends Servers {

  private final Server server;

  OneServer(Dialer dialer, Loop loop, FeedLine.Listener listener) {
    server = new Server(dialer, loop, listener, () -> {});
  }

  @Override
  Server of(String key) {
    return server;
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
}
