package dev.presence.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.util.concurrent.CompletionStage;

/** How to get connections to one server. Returns at once. */
interface Dialer {

  /** Messages are read as bytes, because their lengths are in bytes. */
  RedisCodec<String, byte[]> MESSAGES = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** Whether the next connection may lead to another server than the one before. */
  boolean mayMove();

  /** A connection for commands. */
  CompletionStage<CommandWire> commands();

  /** A connection for messages. */
  CompletionStage<FeedWire> messages();
}
