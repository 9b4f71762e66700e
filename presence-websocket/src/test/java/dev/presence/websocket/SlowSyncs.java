package dev.presence.websocket;

import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ForwardingStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A store that receives each write of a partition 0.4 s late. */
final class SlowSyncs extends ForwardingStore {

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS);

  SlowSyncs(PresenceStore store) {
    super(store);
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return later(() -> super.sync(request));
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return later(() -> super.replace(request));
  }

  private static CompletionStage<SyncReply> later(Supplier<CompletionStage<SyncReply>> call) {
    return CompletableFuture.supplyAsync(call, LATER).thenCompose(reply -> reply);
  }
}
