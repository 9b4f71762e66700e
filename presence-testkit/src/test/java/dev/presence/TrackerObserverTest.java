package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceUpdate;
import dev.presence.spi.PresenceObserver;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** M14: metrics that throw cost nobody a heartbeat. */
class TrackerObserverTest {

  private final ManualCluster cluster = new ManualCluster();

  @Test
  void anObserverThatAlwaysThrowsHarmsNobody() {
    RecordingListener elsewhere = cluster.start("there").listen();
    ManualProcess process = cluster.runtime.process("here");
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(cluster.store.open())
            .runtime(process)
            .observer(new Throwing())
            .build();
    RecordingListener listener = new RecordingListener();
    tracker.workspace("acme").subscribe(listener);
    PresenceConnection tab = tracker.workspace("acme").connect("ada");
    ClusterNode third = cluster.start("third");
    third.connect("bob");
    CompletableFuture<Void> synced = tab.synced();
    cluster.passSeconds(1);
    assertThat(synced).isCompleted();
    third.crash();
    cluster.passSeconds(200);
    assertThat(elsewhere.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE, OFFLINE);
  }

  private static final class Throwing implements PresenceObserver {
    @Override
    public void onStoreCall(String operation, Duration duration, @Nullable Throwable failure) {
      throw new OnPurpose();
    }

    @Override
    public void onStale(String shardId, boolean stale) {
      throw new OnPurpose();
    }

    @Override
    public void onUpdate(PresenceUpdate update) {
      throw new OnPurpose();
    }

    @Override
    public void onNodeGone(String workspaceId, String nodeId) {
      throw new OnPurpose();
    }

    @Override
    public void onRepair(String workspaceId, String reason) {
      throw new OnPurpose();
    }
  }
}
