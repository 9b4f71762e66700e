package dev.presence.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;

/** A connection of Lettuce for messages. */
final class LettuceFeedWire extends LettuceWire<StatefulRedisPubSubConnection<String, byte[]>>
    implements FeedWire {

  LettuceFeedWire(StatefulRedisPubSubConnection<String, byte[]> connection) {
    super(connection);
  }

  @Override
  public void listen(Listener listener) {
    connection.addListener(
        new RedisPubSubAdapter<String, byte[]>() {
          @Override
          public void smessage(String channel, byte[] message) {
            listener.message(channel, message);
          }

          @Override
          public void sunsubscribed(String channel, long count) {
            listener.unsubscribed(channel);
          }
        });
  }

  @Override
  public CompletionStage<Void> subscribe(String channel) {
    return connection.async().ssubscribe(channel);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String channel) {
    return connection.async().sunsubscribe(channel);
  }

  @Override
  public CompletionStage<String> ping() {
    return connection.async().ping();
  }
}
