package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes with leases of 6 s, 60 s and 10 min side by side: each is judged by its own lease. */
class TrackerMixedLeasesTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode quick = start("quick", 6);
  private final ClusterNode usual = start("usual", 60);
  private final ClusterNode slow = start("slow", 600);
  private final List<RecordingListener> listeners =
      Stream.of(quick, usual, slow).map(ClusterNode::listen).toList();

  @BeforeEach
  void everyoneConnects() {
    quick.connect("quick user");
    usual.connect("usual user");
    slow.connect("slow user");
    cluster.passSeconds(700);
  }

  @Test
  void noUserFlickersWhileAllNodesLive() {
    cluster.passSeconds(2_000);
    assertNobodyFlickered("quick user", "usual user", "slow user");
  }

  @Test
  void aCrashIsShownAfterTheLeaseOfTheCrashedNode() {
    quick.crash();
    cluster.passSeconds(8);
    assertStatus("quick user", OFFLINE, 1, 2);
    usual.crash();
    cluster.passSeconds(62);
    assertStatus("usual user", OFFLINE, 2);
    assertThat(listeners.get(2).historyOf("slow user")).containsExactly(ACTIVE);
  }

  @Test
  void aNodeWithALongLeaseIsNotGoneBeforeIt() {
    slow.crash();
    cluster.passSeconds(200);
    assertStatus("slow user", ACTIVE, 0, 1);
    cluster.passSeconds(402);
    assertStatus("slow user", OFFLINE, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 16, 40, 100})
  void aRollbackOfTheStoreMakesNoUserFlicker(long seconds) {
    MemoryState before = cluster.store.with(MemoryState::copy);
    cluster.passSeconds(seconds);
    cluster.storeForgets(before);
    cluster.passSeconds(1_300);
    assertNobodyFlickered("quick user", "usual user", "slow user");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 16, 40, 100})
  void aRollbackAfterAnOutageMakesNoUserFlicker(long seconds) {
    MemoryState before = cluster.store.with(MemoryState::copy);
    cluster.passSeconds(seconds);
    setAll(Way.REFUSED);
    cluster.storeForgets(before);
    cluster.passSeconds(3);
    setAll(Way.OPEN);
    cluster.passSeconds(1_300);
    assertNobodyFlickered("quick user", "usual user", "slow user");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 16, 40, 100})
  void aStoreThatForgetsEverythingMakesNoUserFlicker(long seconds) {
    cluster.passSeconds(seconds);
    cluster.storeForgets();
    cluster.passSeconds(1_300);
    assertNobodyFlickered("quick user", "usual user", "slow user");
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 500, 900})
  void aNodeHasItsWholeLeaseToWriteAgainWhatTheStoreForgot(long millisAfterAProbe) {
    cluster.passMillis(millisAfterAProbe);
    quick.door.set(Way.SILENT);
    cluster.storeForgets();
    usual.door.set(Way.REFUSED);
    usual.door.set(Way.OPEN); // so that it syncs now
    cluster.passMillis(5_900);
    assertThat(listeners.get(1).historyOf("quick user")).containsExactly(ACTIVE);
  }

  private ClusterNode start(String name, long leaseSeconds) {
    Duration lease = Duration.ofSeconds(leaseSeconds);
    return cluster.start(
        name,
        PresenceOptions.defaults().toBuilder()
            .presenceTtl(lease)
            .heartbeatInterval(lease.dividedBy(2))
            .build());
  }

  private void setAll(Way way) {
    List.of(quick, usual, slow).forEach(node -> node.door.set(way));
  }

  private void assertNobodyFlickered(String... users) {
    for (RecordingListener listener : listeners) {
      for (String user : users) {
        assertThat(listener.historyOf(user)).containsExactly(ACTIVE);
      }
    }
  }

  private void assertStatus(String user, dev.presence.model.PresenceStatus status, int... viewers) {
    for (int viewer : viewers) {
      assertThat(listeners.get(viewer).statusOf(user)).isEqualTo(status);
    }
  }
}
