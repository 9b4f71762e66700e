package dev.presence;

import dev.presence.engine.LocalViewer;
import dev.presence.engine.Outlet;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the transports of a tracker, outside the engine. Safe for use by any thread. */
final class Transports implements Outlet {

  /** At most so many calls of one transport run at once: all that one that hangs can hold. */
  private static final int CALLS_AT_ONCE = 4;

  private static final Logger log = LoggerFactory.getLogger(Transports.class);

  private final PresenceRuntime runtime;
  private final PresenceObserver observer;
  private final Map<PresenceBroadcaster, Executor> joined = new ConcurrentHashMap<>();

  Transports(PresenceRuntime runtime, PresenceObserver observer) {
    this.runtime = runtime;
    this.observer = observer;
  }

  Subscription join(PresenceBroadcaster broadcaster) {
    joined.put(broadcaster, new LimitedExecutor(runtime::executeCallback, CALLS_AT_ONCE));
    return () -> joined.remove(broadcaster);
  }

  @Override
  public void published(PresenceUpdate update) {
    observer.onUpdate(update);
  }

  @Override
  public void deliver(
      PresenceBroadcaster broadcaster, PresenceEvent event, List<LocalViewer> viewers) {
    Executor executor = joined.get(broadcaster);
    Runnable call = () -> call(broadcaster, event, viewers);
    if (executor == null) {
      runtime.executeCallback(call);
    } else {
      executor.execute(call);
    }
  }

  private static void call(
      PresenceBroadcaster broadcaster, PresenceEvent event, List<LocalViewer> viewers) {
    try {
      broadcaster.deliver(event, List.copyOf(viewers));
    } catch (RuntimeException | Error e) {
      log.error("A transport failed; its viewers receive a snapshot with the next change", e);
      viewers.forEach(viewer -> viewer.failed(event));
    }
  }

  /** Drains all transports; completes when they are done, or after {@code most}. */
  CompletableFuture<Void> drain(Duration most) {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    Scheduled deadline =
        runtime.schedule(
            most,
            () -> {
              if (drained.complete(null)) {
                log.warn("Not every transport closed its clients within {}; closing anyway", most);
              }
            });
    CompletableFuture<?>[] all =
        joined.keySet().stream().map(Transports::drain).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all)
        .whenComplete(
            (done, failure) -> {
              deadline.cancel();
              runtime.execute(() -> drained.complete(null)); // not on the transport's thread
            });
    return drained;
  }

  private static CompletableFuture<Void> drain(PresenceBroadcaster broadcaster) {
    try {
      return broadcaster.drain().toCompletableFuture().exceptionally(Transports::failed);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(failed(e));
    }
  }

  private static @Nullable Void failed(Throwable failure) {
    log.error("A transport failed to close its clients; closing anyway", failure);
    return null;
  }
}
