package dev.presence.websocket;

import dev.presence.store.PresenceStore;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ForwardingStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A store that receives each sync 0.4 s late. */
final class SlowSyncs extends ForwardingStore {

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS);

  SlowSyncs(PresenceStore store) {
    super(store);
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return CompletableFuture.supplyAsync(() -> super.sync(request), LATER)
        .thenCompose(reply -> reply);
  }
}
