package dev.presence.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.util.concurrent.CompletableFuture;

/** What the two kinds of connections of Lettuce have in common. */
abstract class LettuceWire<C extends StatefulConnection<String, ?>> implements Wire {

  final C connection;

  LettuceWire(C connection) {
    this.connection = connection;
  }

  @Override
  public final boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public final void onLost(Runnable lost) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
            lost.run();
          }
        });
  }

  @Override
  public final CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }
}
