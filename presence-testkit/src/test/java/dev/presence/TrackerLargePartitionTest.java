package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceOptions;
import dev.presence.spi.StoreUnavailableException;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Progress counts, not the total: partitions that take longer than one deadline to read or write.
 */
class TrackerLargePartitionTest {

  private final ManualCluster cluster =
      new ManualCluster(PresenceOptions.defaults(), new MemoryState(100));
  private final ClusterNode here = cluster.start("here");

  @ParameterizedTest
  @CsvSource({"5000, 120, 10", "600, 700, 10", "2000, 900, 30", "300, 3000, 20"})
  void aViewLoadsHoweverLongTheWayToTheStoreIs(int users, long roundTrip, long within) {
    connect(users);
    ClusterNode slow = new ClusterNode(cluster, "slow", PresenceOptions.defaults());
    slow.door.slowDown(Duration.ofMillis(roundTrip));
    RecordingListener listener = new RecordingListener();
    slow.acme().subscribe(listener);
    cluster.passSeconds(within);
    assertThat(listener.members()).hasSize(users);
    assertThat(listener.isStale()).isFalse();
    assertThat(slow.tracker.health().isStale()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {120, 900, 3_000})
  void aLargePartitionIsWrittenHoweverLongTheWayToTheStoreIs(long roundTrip) {
    RecordingListener listener = cluster.start("there").listen();
    here.door.slowDown(Duration.ofMillis(roundTrip));
    connect(3_000);
    cluster.passSeconds(20);
    assertThat(listener.members()).hasSize(3_000);
    cluster.storeForgets();
    cluster.passSeconds(60);
    assertThat(listener.members()).hasSize(3_000);
    assertThat(listener.updates())
        .noneMatch(
            update ->
                update.changes().stream()
                    .anyMatch(change -> change.presence().status() == OFFLINE));
    assertThat(here.repairs).as("written again once").hasSize(1);
  }

  @Test
  void aViewThatCannotReadAPartitionSaysThatItIsStale() {
    here.connect("ada");
    ClusterNode there = cluster.start("there");
    RecordingListener listener = there.listen();
    there.door.set(Way.UNREADABLE);
    there.door.loseFeed(true);
    here.connect("bob");
    cluster.passSeconds(1);
    there.door.loseFeed(false);
    here.connect("cid"); // does not fit: the partition is to be read
    assertThat(listener.isStale()).isFalse();
    cluster.passSeconds(6);
    assertThat(listener.isStale()).isTrue();
    assertThat(there.tracker.health().isConnected()).isTrue();
    assertThat(there.tracker.health().isStale()).isTrue();
    assertThat(there.tracker.health().staleWorkspaces()).isEqualTo(1);
    assertThat(there.staleness).containsExactly("acme is stale");
    CompletableFuture<?> bob = there.acme().getStatus("bob");
    cluster.settle();
    assertThatThrownBy(bob::join).hasCauseInstanceOf(StoreUnavailableException.class);
    there.door.set(Way.OPEN);
    cluster.passSeconds(4);
    assertThat(listener.isStale()).isFalse();
    assertThat(there.tracker.health().isStale()).isFalse();
    assertThat(there.staleness).containsExactly("acme is stale", "acme is complete");
    assertThat(listener.statusOf("bob")).isEqualTo(ACTIVE);
  }

  @Test
  void aViewWhoseMessagesAreInterruptedSaysThatItIsStale() {
    here.connect("ada");
    ClusterNode there = cluster.start("there");
    RecordingListener listener = there.listen();
    there.door.interruptFeed();
    cluster.passSeconds(4);
    assertThat(listener.isStale()).isFalse();
    cluster.passSeconds(2);
    assertThat(listener.isStale()).isTrue();
    there.door.loseFeed(false);
    there.door.set(Way.SLOW);
    there.door.set(Way.OPEN);
    cluster.passSeconds(1);
    assertThat(listener.isStale()).isFalse();
  }

  private void connect(int users) {
    for (int i = 0; i < users; i++) {
      here.acme().connect("user-" + i);
    }
    cluster.passSeconds(1);
  }
}
