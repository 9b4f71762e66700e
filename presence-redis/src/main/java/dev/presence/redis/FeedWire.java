package dev.presence.redis;

import java.util.concurrent.CompletionStage;

/** A connection for messages. Stages fail with the exceptions of Lettuce. */
interface FeedWire extends Wire {

  /** Receives what the server sends without being asked, on any thread, one at a time. */
  interface Listener {
    /** Something was published. */
    void message(String channel, byte[] message);

    /** A subscription ended, because that was asked for, or because the server ended it. */
    void unsubscribed(String channel);
  }

  void listen(Listener listener);

  /** Completes when the server has confirmed the subscription. */
  CompletionStage<Void> subscribe(String channel);

  CompletionStage<Void> unsubscribe(String channel);

  CompletionStage<String> ping();
}
