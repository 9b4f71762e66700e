package dev.presence.guides;

import dev.presence.model.PresenceObserver;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counters as docs/guides/metrics.md shows them. */
final class PresenceMetrics implements PresenceObserver {

  final LongAdder storeCalls = new LongAdder();
  final LongAdder storeFailures = new LongAdder();
  final LongAdder nodesGone = new LongAdder();
  final LongAdder repairs = new LongAdder();

  @Override
  public void onStoreCall(String operation, Duration duration, @Nullable Throwable failure) {
    storeCalls.increment();
    if (failure != null) {
      storeFailures.increment();
    }
  }

  @Override
  public void onNodeGone(String workspaceId, String nodeId) {
    nodesGone.increment();
  }

  @Override
  public void onRepair(String workspaceId, String reason) {
    repairs.increment();
  }
}
