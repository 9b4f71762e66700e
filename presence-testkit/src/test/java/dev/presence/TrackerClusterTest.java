package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.Activity;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M8: several nodes see the same, also when messages and data get lost. */
class TrackerClusterTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");

  @Test
  void everyNodeSeesTheUsersOfEveryOther() {
    List<ClusterNode> nodes = new ArrayList<>(List.of(here, there));
    for (int i = 0; i < 6; i++) {
      nodes.add(cluster.start("node" + i));
    }
    List<RecordingListener> listeners = new ArrayList<>();
    for (ClusterNode node : nodes) {
      listeners.add(node.listen());
      node.connect("user of " + node.process);
      node.acme().connect("everywhere", Activity.AWAY);
    }
    cluster.passSeconds(1);
    for (RecordingListener listener : listeners) {
      assertThat(listener.members()).hasSize(nodes.size() + 1);
      assertThat(listener.historyOf("everywhere")).containsExactly(AWAY);
    }
  }

  @Test
  void aNodeThatJoinsSeesEveryoneInItsFirstSnapshot() {
    here.connect("ada");
    there.connect("bob");
    here.acme().setAway("bob");
    cluster.passSeconds(1);
    RecordingListener late = cluster.start("late").listen();
    assertThat(late.snapshot().members()).containsOnlyKeys("ada", "bob");
    assertThat(late.snapshot().presenceOf("bob").status()).isEqualTo(AWAY);
    assertThat(late.snapshot().stale()).isFalse();
  }

  @Test
  void allNodesAgreeSinceWhen() {
    here.connect("ada");
    cluster.passSeconds(7);
    RecordingListener late = cluster.start("late").listen();
    assertThat(late.presenceOf("ada")).isEqualTo(here.published.presenceOf("acme", "ada"));
  }

  @Test
  void moreUsersThanFitAMessageAreSeenByAllNodes() {
    RecordingListener listener = there.listen();
    for (int i = 0; i < 1_500; i++) {
      here.acme().connect("u" + i);
    }
    cluster.passSeconds(1);
    assertThat(listener.members()).hasSize(1_500);
    for (int i = 0; i < 1_500; i++) {
      here.acme().setOffline("u" + i);
    }
    cluster.passSeconds(1);
    assertThat(listener.members()).isEmpty();
  }

  @Test
  void aNodeThatIsReadWhileItChangesALotIsSeenAsItIsAtOnce() {
    here.connect("ada");
    there.door.set(Way.SLOW);
    RecordingListener listener = new RecordingListener();
    there.acme().subscribe(listener);
    cluster.passMillis(1_200); // the node is being read
    for (int i = 0; i < 600; i++) {
      here.acme().connect("u" + i);
    }
    cluster.passSeconds(2);
    assertThat(listener.members()).hasSize(601);
  }

  @Test
  void aChangeWhoseMessageWasLostIsSeenAfterAHeartbeatAndASecond() {
    here.connect("ada");
    RecordingListener listener = there.listen();
    there.door.loseFeed(true);
    here.connect("bob");
    cluster.passSeconds(1);
    there.door.loseFeed(false);
    assertThat(listener.statusOf("bob")).isEqualTo(OFFLINE);
    cluster.passSeconds(31);
    assertThat(listener.statusOf("bob")).isEqualTo(ACTIVE);
    assertThat(there.repairs).hasSize(1);
  }

  @Test
  void aChangeWhoseMessageWasLostIsSeenWithTheNextOneThatComes() {
    PresenceConnection tab = here.connect("ada");
    RecordingListener listener = there.listen();
    there.door.loseFeed(true);
    here.connect("bob");
    there.door.loseFeed(false);
    tab.setActivity(Activity.AWAY);
    cluster.passMillis(100);
    assertThat(listener.statusOf("ada")).isEqualTo(AWAY);
    assertThat(listener.statusOf("bob")).isEqualTo(ACTIVE);
  }

  @Test
  void aNodeWhoseRecordIsLostIsKeptAndWritesItselfAgain() {
    here.connect("ada");
    there.connect("bob");
    RecordingListener listener = there.listen();
    lose(state -> state.loseRecord("acme", here.tracker.nodeId()));
    cluster.passSeconds(300);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE);
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(cluster.start("late").statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aNodeWhosePartitionIsLostWritesItAgainAndNoUserFlickers() {
    here.connect("ada");
    there.connect("bob");
    RecordingListener listener = there.listen();
    lose(state -> state.losePartition("acme", here.tracker.nodeId()));
    cluster.passSeconds(31);
    assertThat(cluster.start("late").statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(300);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void theClockOfTheStoreMayJumpAndNoNodeIsEvicted() {
    here.connect("ada");
    RecordingListener listener = there.listen();
    for (long jump : new long[] {100, -250, 3_600, -7_000}) {
      cluster.passSeconds(47);
      cluster.runtime.moveWallClock(Duration.ofSeconds(jump));
      cluster.passSeconds(130);
    }
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {37, 70})
  void aNodeThatStartsAfterTheStoresClockJumpedAheadSeesEveryoneAndEvictsNoNode(long jump) {
    here.connect("ada");
    RecordingListener listener = there.listen();
    cluster.passSeconds(20);
    cluster.runtime.moveWallClock(Duration.ofSeconds(jump));
    cluster.passSeconds(2);
    RecordingListener late = cluster.start("late").listen();
    assertThat(late.statusOf("ada")).isEqualTo(ACTIVE);
    cluster.passSeconds(70);
    assertThat(late.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aWorkspaceThatMovesFromNodeToNodeStaysInOrder() {
    RecordingListener listener = cluster.start("watcher").listen();
    for (int i = 0; i < 10; i++) {
      ClusterNode node = i % 2 == 0 ? here : there;
      PresenceConnection tab = node.connect("ada");
      cluster.passSeconds(40);
      assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
      tab.leave();
      cluster.passSeconds(1);
      assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
      cluster.passSeconds(i * 7);
    }
  }

  private void lose(Consumer<MemoryState> loss) {
    cluster.store.with(
        state -> {
          loss.accept(state);
          return state;
        });
  }
}
