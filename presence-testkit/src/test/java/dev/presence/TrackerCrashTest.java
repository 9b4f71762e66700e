package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceOptions;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M3, M6, U2: what happens when a node crashes. */
class TrackerCrashTest {

  private static final long LEASE = 60_000;

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode crashing = cluster.start("crashing");
  private final ClusterNode survivor = cluster.start("survivor");
  private final RecordingListener listener = survivor.listen();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_333, 12_345, 25_000, 29_999, 31_000, 58_000, 77_777, 100_001})
  void usersOfACrashedNodeAreOfflineAtMostTwoSecondsAfterTheLease(long crashAfter) {
    crashing.connect("ada");
    cluster.passMillis(crashAfter);
    crashing.crash();
    long tookMillis = millisUntilOffline("ada");
    assertThat(tookMillis).isBetween(LEASE / 2, LEASE + 2_000);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
  }

  @Test
  void twoSecondsAfterTheLeaseIsAlsoEnoughWithAShortLease() {
    PresenceOptions options =
        PresenceOptions.defaults().toBuilder()
            .presenceTtl(Duration.ofSeconds(10))
            .heartbeatInterval(Duration.ofSeconds(4))
            .build();
    ManualCluster quick = new ManualCluster(options);
    ClusterNode first = quick.start("first");
    RecordingListener local = quick.start("second").listen();
    first.connect("ada");
    quick.passSeconds(33);
    first.crash();
    quick.passSeconds(12);
    assertThat(local.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void allUsersOfACrashedNodeArePublishedInOneUpdate() {
    for (int i = 0; i < 50; i++) {
      crashing.acme().connect("u" + i);
    }
    cluster.passSeconds(1);
    int before = listener.updates().size();
    crashing.crash();
    cluster.passSeconds(62);
    assertThat(listener.members()).isEmpty();
    assertThat(listener.updates()).hasSize(before + 1);
  }

  @Test
  void aUserWithAnotherConnectionElsewhereStays() {
    crashing.connect("ada");
    survivor.connect("ada");
    crashing.crash();
    cluster.passSeconds(200);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aUserWhoReconnectsElsewhereBeforeTheLeaseIsOverIsSeenOnlineThroughout() {
    crashing.connect("ada");
    crashing.crash();
    cluster.passSeconds(20);
    survivor.connect("ada");
    cluster.passSeconds(200);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void everySurvivorTellsItOnce() {
    List<RecordingListener> listeners = new ArrayList<>(List.of(listener));
    for (int i = 0; i < 4; i++) {
      listeners.add(cluster.start("node" + i).listen());
    }
    crashing.connect("ada");
    survivor.connect("bob");
    cluster.passSeconds(50);
    crashing.crash();
    cluster.passSeconds(62);
    for (RecordingListener each : listeners) {
      assertThat(each.historyOf("ada")).containsExactly(ACTIVE, OFFLINE);
      assertThat(each.historyOf("bob")).containsExactly(ACTIVE);
    }
  }

  @Test
  void aNodeThatStartsAfterACrashShowsTheCrashedNodesUsersNoLongerThanThat() {
    crashing.connect("ada");
    cluster.passSeconds(10);
    crashing.crash();
    survivor.crash();
    cluster.passSeconds(40);
    RecordingListener late = cluster.start("late").listen();
    cluster.passSeconds(25);
    assertThat(late.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aNodeThatStartsAfterALeaseNeverShowsTheCrashedNodesUsers() {
    crashing.connect("ada");
    crashing.crash();
    survivor.crash();
    cluster.passSeconds(90);
    RecordingListener late = cluster.start("late").listen();
    cluster.passSeconds(200);
    assertThat(late.historyOf("ada")).isEmpty();
  }

  @Test
  void theStatusReadFromTheStoreEndsWithTheLease() {
    crashing.connect("ada");
    ClusterNode reader = cluster.start("reader");
    crashing.crash();
    survivor.crash();
    cluster.passSeconds(59);
    assertThat(reader.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(1);
    assertThat(reader.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void whenEveryNodeIsDeadTheStoreHoldsNothingAfterTwoLeases() {
    crashing.connect("ada");
    cluster.passSeconds(100);
    assertThat(cluster.storedWorkspaces()).isEqualTo(1);
    crashing.crash();
    survivor.crash();
    cluster.passMillis(2 * LEASE);
    assertThat(cluster.storedWorkspaces()).isZero();
  }

  @Test
  void aNodeThatLivesIsNeverTakenForCrashed() {
    crashing.connect("ada");
    cluster.passSeconds(3_600);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(crashing.repairs).isEmpty();
    assertThat(survivor.repairs).isEmpty();
  }

  private long millisUntilOffline(String userId) {
    long waited = 0;
    while (listener.statusOf(userId) != OFFLINE && waited < 3 * LEASE) {
      cluster.passMillis(10);
      waited += 10;
    }
    return waited;
  }
}
