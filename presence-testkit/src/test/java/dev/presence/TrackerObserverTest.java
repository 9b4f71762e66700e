package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceUpdate;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M14: metrics that throw cost nobody a heartbeat. */
class TrackerObserverTest {

  private final ManualCluster cluster = new ManualCluster();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anObserverThatAlwaysThrowsHarmsNothing(boolean anError) {
    RecordingListener elsewhere = cluster.start("there").listen();
    ManualProcess process = cluster.runtime.process("here");
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(cluster.store.open())
            .runtime(process)
            .observer(new Throwing(anError))
            .build();
    RecordingListener listener = new RecordingListener();
    tracker.workspace("acme").subscribe(listener);
    PresenceConnection tab = tracker.workspace("acme").connect("ada");
    ClusterNode third = cluster.start("third");
    third.connect("bob");
    CompletableFuture<Void> synced = tab.flush();
    cluster.passSeconds(1);
    assertThat(synced).isCompleted();
    third.crash();
    cluster.passSeconds(200);
    assertThat(elsewhere.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE, OFFLINE);
  }

  private record Throwing(boolean anError) implements PresenceObserver {

    private void fail() {
      if (anError) {
        throw new StackOverflowError("on purpose");
      }
      throw new OnPurpose();
    }

    @Override
    public void onWorkspaceStale(String workspaceId, boolean stale) {
      fail();
    }

    @Override
    public void onStoreCall(String operation, Duration duration, @Nullable Throwable failure) {
      fail();
    }

    @Override
    public void onStale(String shardId, boolean stale) {
      fail();
    }

    @Override
    public void onUpdate(PresenceUpdate update) {
      fail();
    }

    @Override
    public void onNodeGone(String workspaceId, String nodeId) {
      fail();
    }

    @Override
    public void onRepair(String workspaceId, String reason) {
      fail();
    }
  }
}
