package dev.presence;

import dev.presence.engine.Outlet;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.transport.PresenceBroadcaster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each update to the broadcasters of the tracker and to the listeners of the workspace, each
 * on a lane of its own.
 */
final class Fanout implements Outlet {

  /**
   * How many workspaces at once one broadcaster is called for: all that a broadcaster that hangs
   * can hold.
   */
  private static final int CALLS_PER_BROADCASTER = 4;

  private static final Logger log = LoggerFactory.getLogger(Fanout.class);

  private final PresenceRuntime runtime;
  private final PresenceObserver observer;
  private final List<Joined> broadcasters = new CopyOnWriteArrayList<>();
  private final Map<String, List<Lane>> listeners = new ConcurrentHashMap<>();

  Fanout(PresenceRuntime runtime, PresenceObserver observer) {
    this.runtime = runtime;
    this.observer = observer;
  }

  /** One broadcaster with a lane for each workspace. */
  private record Joined(
      PresenceBroadcaster broadcaster, Executor executor, Map<String, Lane> lanes) {
    void offer(PresenceUpdate update) {
      lanes
          .computeIfAbsent(
              update.workspaceId(), workspace -> new Lane(executor, broadcaster::broadcast))
          .offer(update);
    }
  }

  Subscription join(PresenceBroadcaster broadcaster) {
    Executor executor = new LimitedExecutor(runtime::executeCallback, CALLS_PER_BROADCASTER);
    Joined joined = new Joined(broadcaster, executor, new ConcurrentHashMap<>());
    broadcasters.add(joined);
    return () -> {
      broadcasters.remove(joined);
      joined.lanes().values().forEach(Lane::close);
    };
  }

  /** Drains all broadcasters; completes when they are done, or after {@code most}. */
  CompletableFuture<Void> drain(Duration most) {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    Scheduled deadline =
        runtime.schedule(
            most,
            () -> {
              if (drained.complete(null)) {
                log.warn(
                    "Not every transport sent its clients away within {}; closing anyway", most);
              }
            });
    CompletableFuture<?>[] all =
        broadcasters.stream()
            .map(joined -> drain(joined.broadcaster()))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all)
        .whenComplete(
            (done, failure) -> {
              deadline.cancel();
              drained.complete(null);
            });
    return drained;
  }

  private static CompletableFuture<Void> drain(PresenceBroadcaster broadcaster) {
    try {
      return broadcaster.drain().toCompletableFuture().exceptionally(Fanout::failed);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(failed(e));
    }
  }

  private static @Nullable Void failed(Throwable failure) {
    log.error("A transport failed to send its clients away; closing anyway", failure);
    return null;
  }

  void add(String workspaceId, Lane listener) {
    listeners.computeIfAbsent(workspaceId, workspace -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /** Takes a listener out; false when it was not in. */
  boolean remove(String workspaceId, Lane listener) {
    listener.close();
    boolean[] found = {false};
    listeners.computeIfPresent(
        workspaceId,
        (workspace, lanes) -> {
          found[0] = lanes.remove(listener);
          return lanes.isEmpty() ? null : lanes;
        });
    return found[0];
  }

  @Override
  public void publish(PresenceUpdate update) {
    observer.onUpdate(update);
    broadcasters.forEach(joined -> joined.offer(update));
    listeners.getOrDefault(update.workspaceId(), List.of()).forEach(lane -> lane.offer(update));
  }

  @Override
  public void closed(String workspaceId) {
    // a lane that is busy stays, so that the next view's updates wait for the call under way
    broadcasters.forEach(
        joined ->
            joined
                .lanes()
                .computeIfPresent(workspaceId, (id, lane) -> lane.isIdle() ? null : lane));
  }
}
