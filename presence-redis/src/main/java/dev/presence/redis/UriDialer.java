package dev.presence.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import java.util.concurrent.CompletionStage;

/** Connects to an address; one of Sentinel is asked each time for the master. */
record UriDialer(RedisClient client, RedisURI uri) implements Dialer {

  @Override
  public boolean mayMove() {
    return !uri.getSentinels().isEmpty();
  }

  @Override
  public CompletionStage<CommandWire> commands() {
    return client.connectAsync(StringCodec.UTF8, uri).thenApply(LettuceCommandWire::new);
  }

  @Override
  public CompletionStage<FeedWire> messages() {
    return client.connectPubSubAsync(MESSAGES, uri).thenApply(LettuceFeedWire::new);
  }

  @Override
  public String toString() {
    return "Redis at " + RedisAddresses.shown(uri);
  }
}
