package dev.presence.redis;

import java.util.concurrent.CompletableFuture;

/** An open connection to a server. {@link Line} makes another one when it is lost. */
interface Wire {

  boolean isOpen();

  /** Runs this when the connection is lost, on any thread; perhaps not if it is lost already. */
  void onLost(Runnable lost);

  /** Ends the connection; completes when it has ended. */
  CompletableFuture<Void> closeAsync();
}
