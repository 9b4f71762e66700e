package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testkit.RecordingListener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that sleeps for a while, as in a long garbage collection or a frozen machine. */
class TrackerPauseTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode sleeper = cluster.start("sleeper");
  private final ClusterNode awake = cluster.start("awake");
  private final RecordingListener listener = awake.listen();

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 20, 29})
  void aShortSleepIsInvisible(long seconds) {
    sleeper.connect("ada");
    cluster.passSeconds(45);
    sleep(seconds, sleeper);
    cluster.passSeconds(200);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {70, 100, 180, 1_000})
  void aSleeperThatIsTakenForCrashedIsBackWhenItWakes(long seconds) {
    sleeper.connect("ada");
    cluster.passSeconds(45);
    sleep(seconds, sleeper);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
    cluster.passSeconds(5);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE, ACTIVE);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE, OFFLINE, ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 20, 70, 100, 180, 1_000})
  void aSleeperEvictsNoNodeWhenItWakes(long seconds) {
    RecordingListener local = sleeper.listen();
    awake.connect("bob");
    cluster.passSeconds(45);
    sleep(seconds, sleeper);
    cluster.passSeconds(300);
    assertThat(local.historyOf("bob")).containsExactly(ACTIVE);
  }

  @Test
  void setOfflineEndsAConnectionOfANodeThatSleptSinceItWasOpened() {
    sleeper.process.pause();
    PresenceConnection tab = sleeper.acme().connect("ada");
    cluster.passSeconds(5);
    awake.await(awake.acme().setOffline("ada"));
    cluster.passSeconds(5);
    sleeper.process.resume();
    cluster.passSeconds(5);
    assertThat(tab.isOpen()).isFalse();
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 70, 119, 300})
  void whenAllNodesSleptTogetherNoNodeIsEvicted(long seconds) {
    sleeper.connect("ada");
    awake.connect("bob");
    RecordingListener local = sleeper.listen();
    cluster.passSeconds(45);
    sleep(seconds, sleeper, awake);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(local.historyOf("bob")).containsExactly(ACTIVE);
  }

  @Test
  void aSleeperSeesWhatChangedMeanwhile() {
    RecordingListener local = sleeper.listen();
    PresenceConnection tab = awake.connect("bob");
    cluster.passSeconds(45);
    sleeper.process.pause();
    cluster.passSeconds(10);
    tab.leave();
    awake.connect("cid");
    cluster.passSeconds(10);
    sleeper.process.resume();
    cluster.passSeconds(2);
    assertThat(local.members().keySet()).isEqualTo(listener.members().keySet());
    assertThat(local.members()).containsOnlyKeys("cid");
  }

  @Test
  void aLostSocketGetsTheWholeGraceOnceMoreWhenTheNodeSlept() {
    PresenceConnection tab = sleeper.connect("ada");
    cluster.passSeconds(1);
    tab.disconnected();
    cluster.passSeconds(1);
    sleep(10, sleeper);
    cluster.passMillis(4_900);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passMillis(100);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  @Test
  void whoConnectsToANodeThatAwakesIsSeen() {
    sleeper.connect("ada");
    sleeper.process.pause();
    cluster.passSeconds(100);
    sleeper.acme().connect("bob");
    sleeper.process.resume();
    cluster.passSeconds(5);
    assertThat(listener.members()).containsOnlyKeys("ada", "bob");
  }

  private void sleep(long seconds, ClusterNode... nodes) {
    List.of(nodes).forEach(node -> node.process.pause());
    cluster.passSeconds(seconds);
    List.of(nodes).forEach(node -> node.process.resume());
  }
}
