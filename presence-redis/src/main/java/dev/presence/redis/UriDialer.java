package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;

/** Connects to an address; one of Sentinel is asked each time for the master. */
record UriDialer(RedisClient client, RedisURI uri) implements Dialer {

  @Override
  public boolean mayMove() {
    return !uri.getSentinels().isEmpty();
  }

  @Override
  public CompletionStage<StatefulRedisConnection<String, String>> commands() {
    return client.connectAsync(StringCodec.UTF8, uri);
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> messages() {
    return client.connectPubSubAsync(MESSAGES, uri);
  }

  @Override
  public String toString() {
    return "Redis at " + uri;
  }
}
