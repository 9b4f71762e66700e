package dev.presence;

import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.RecordingListener;
import dev.presence.testkit.RecordingObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One node of a {@link ManualCluster}, which looks at the workspace "acme" on request. */
final class ClusterNode {

  final ManualProcess process;
  final FaultyDoor door;
  final PresenceTracker tracker;
  final RecordingObserver published = new RecordingObserver();
  final List<String> repairs = new ArrayList<>();
  final List<String> staleness = new ArrayList<>();
  private final ManualCluster cluster;

  ClusterNode(ManualCluster cluster, String name, PresenceOptions options) {
    this(cluster, cluster.runtime.process(name), options, FaultyDoor.Way.OPEN);
  }

  ClusterNode(
      ManualCluster cluster, ManualProcess process, PresenceOptions options, FaultyDoor.Way way) {
    this.cluster = cluster;
    this.process = process;
    door = new FaultyDoor(cluster.store.open(), cluster.runtime);
    door.set(way);
    tracker =
        PresenceTracker.builder()
            .store(door)
            .runtime(process)
            .options(options)
            .observer(new RepairLog())
            .build();
  }

  Workspace acme() {
    return tracker.workspace("acme");
  }

  /** Connects and lets everybody hear of it. */
  PresenceConnection connect(String userId) {
    PresenceConnection connection = acme().connect(userId);
    cluster.settle();
    return connection;
  }

  /** A listener of "acme" that was told everybody. */
  RecordingListener listen() {
    RecordingListener listener = new RecordingListener();
    acme().subscribe(listener);
    cluster.passSeconds(1);
    return listener;
  }

  /** The status as this node answers it now. */
  PresenceStatus statusOf(String userId) {
    return await(acme().getStatus(userId));
  }

  /** The value of a future that is complete once everything that is due now has run. */
  <T> T await(CompletableFuture<T> future) {
    cluster.settle();
    if (!future.isDone()) {
      throw new AssertionError("not complete: " + future);
    }
    return future.join();
  }

  /** Loses its process: nothing of it ever runs again. */
  void crash() {
    process.stop();
  }

  private final class RepairLog implements PresenceObserver {
    @Override
    public void onUpdate(PresenceUpdate update) {
      published.onUpdate(update);
    }

    @Override
    public void onWorkspaceStale(String workspaceId, boolean stale) {
      staleness.add(workspaceId + (stale ? " is stale" : " is complete"));
    }

    @Override
    public void onRepair(String workspaceId, String reason) {
      repairs.add(workspaceId + ": " + reason);
    }
  }
}
