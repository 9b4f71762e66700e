package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.testkit.RecordingListener;
import dev.presence.transport.ViewerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** M8, M14, U4, U5: how changes are told at one node. */
class TrackerListenersTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode node = cluster.start("node");

  @Test
  void aListenerReceivesTheWholeFirstAndThenTheDifferences() {
    node.connect("ada");
    cluster.passSeconds(1);
    RecordingListener listener = node.listen();
    assertThat(listener.snapshot().members()).containsOnlyKeys("ada");
    assertThat(listener.updates()).isEmpty();
    node.connect("bob");
    assertThat(listener.updates()).hasSize(1);
    assertThat(listener.members()).containsOnlyKeys("ada", "bob");
  }

  @Test
  void aListenerThatJoinsInAWindowMissesNothingAndReceivesNothingTwice() {
    RecordingListener first = node.listen();
    node.connect("ada");
    node.connect("bob"); // waits for the end of the window
    RecordingListener second = new RecordingListener();
    node.acme().subscribe(second);
    cluster.settle();
    assertThat(second.snapshot().members()).containsOnlyKeys("ada");
    cluster.passMillis(100);
    assertThat(second.members()).isEqualTo(first.members()).containsOnlyKeys("ada", "bob");
    assertThat(second.updates()).hasSize(1);
  }

  @Test
  void theFirstChangeIsPublishedAtOnceAndThoseOfTheWindowTogether() {
    node.listen();
    int before = node.published.updates().size();
    node.connect("u1");
    assertThat(updatesSince(before)).hasSize(1);
    node.connect("u2");
    cluster.passMillis(50);
    node.connect("u3");
    cluster.passMillis(49);
    assertThat(updatesSince(before)).hasSize(1);
    cluster.passMillis(1);
    assertThat(updatesSince(before)).hasSize(2);
    assertThat(updatesSince(before).get(1).changes())
        .extracting(PresenceChange::userId)
        .containsExactlyInAnyOrder("u2", "u3");
  }

  @Test
  void manyChangesAtOnceMakeTheWindowLonger() {
    node.listen();
    int before = node.published.updates().size();
    for (int i = 0; i < 1_000; i++) {
      node.acme().connect("u" + i);
    }
    cluster.settle();
    node.connect("late");
    cluster.passMillis(249);
    assertThat(updatesSince(before)).hasSize(1);
    assertThat(updatesSince(before).get(0).changes()).hasSize(1_000);
    cluster.passMillis(1);
    assertThat(updatesSince(before)).hasSize(2);
  }

  @Test
  void aConnectStormOnAnotherNodeIsFewUpdates() {
    ClusterNode other = cluster.start("other");
    RecordingListener listener = other.listen();
    for (int i = 0; i < 1_000; i++) {
      node.acme().connect("u" + i);
      if (i % 100 == 0) {
        cluster.passMillis(1);
      }
    }
    cluster.passSeconds(1);
    assertThat(listener.members()).hasSize(1_000);
    assertThat(listener.updates()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whoComesAndGoesWithinAWindowIsToldToNobody() {
    RecordingListener listener = node.listen();
    node.connect("ada");
    PresenceConnection blink = node.connect("blink");
    blink.leave();
    cluster.passSeconds(1);
    assertThat(listener.historyOf("blink")).isEmpty();
  }

  @Test
  void versionsGrowWithinAnEpoch() {
    for (int i = 0; i < 5; i++) {
      node.connect("u" + i);
      cluster.passSeconds(1);
    }
    List<PresenceUpdate> updates = node.published.updates();
    assertThat(updates).extracting(PresenceUpdate::version).isSorted().doesNotHaveDuplicates();
    assertThat(updates).extracting(PresenceUpdate::epoch).containsOnly(updates.get(0).epoch());
  }

  @Test
  void aWorkspaceThatIsViewedAgainHasAnotherEpoch() {
    node.connect("ada").leave();
    cluster.passSeconds(60);
    node.connect("bob");
    List<PresenceUpdate> updates = node.published.updates();
    assertThat(updates.get(updates.size() - 1).epoch()).isNotEqualTo(updates.get(0).epoch());
    assertThat(node.published.members("acme")).containsOnlyKeys("bob");
  }

  @Test
  void aListenerThatThrowsHarmsNothingAndReceivesWhatFollows() {
    List<String> heard = new ArrayList<>();
    node.acme().subscribe(new Throwing(heard));
    RecordingListener other = node.listen();
    node.acme()
        .join(
            (event, viewers) -> {
              throw new OnPurpose();
            },
            ViewerOptions.withoutUser().build());
    node.connect("ada");
    cluster.passSeconds(1);
    node.acme().setAway("ada");
    cluster.passSeconds(1);
    assertThat(heard).containsExactly("snapshot", "ACTIVE", "AWAY");
    assertThat(other.historyOf("ada")).containsExactly(ACTIVE, AWAY);
    assertThat(node.published.historyOf("acme", "ada")).containsExactly(ACTIVE, AWAY);
  }

  @Test
  void aListenerThatEndedReceivesNothingMore() {
    RecordingListener listener = new RecordingListener();
    Subscription subscription = node.acme().subscribe(listener);
    cluster.passSeconds(1);
    subscription.close();
    subscription.close();
    node.connect("ada");
    cluster.passSeconds(60);
    assertThat(listener.updates()).isEmpty();
  }

  @Test
  void aListenerThatEndsBeforeItsSnapshotReceivesNothing() {
    RecordingListener listener = new RecordingListener();
    node.acme().subscribe(listener).close();
    cluster.passSeconds(60);
    assertThat(listener.isStarted()).isFalse();
  }

  @Test
  void endingOneListenerTwiceLeavesTheOther() {
    RecordingListener first = new RecordingListener();
    Subscription subscription = node.acme().subscribe(first);
    RecordingListener second = node.listen();
    subscription.close();
    subscription.close();
    cluster.passSeconds(100);
    ClusterNode other = cluster.start("other");
    other.connect("ada");
    assertThat(second.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aListenerMayCallTheTracker() {
    List<Object> seen = new ArrayList<>();
    node.acme()
        .subscribe(
            new PresenceListener() {
              @Override
              public void onSnapshot(WorkspacePresence workspace) {
                node.acme().connect("greeter");
              }

              @Override
              public void onUpdate(PresenceUpdate update) {
                node.acme().getStatus("greeter").thenAccept(seen::add);
                node.acme().setAway("greeter");
              }
            });
    cluster.passSeconds(5);
    assertThat(node.statusOf("greeter")).isEqualTo(AWAY);
    assertThat(seen).first().isEqualTo(ACTIVE);
  }

  @Test
  void aUserWhoFlickersIsNeverPublishedTwiceWithTheSameStatus() {
    RecordingListener listener = node.listen();
    for (int i = 0; i < 200; i++) {
      PresenceConnection tab = node.connect("ada");
      cluster.passMillis(7);
      if (i % 3 == 0) {
        node.acme().setAway("ada");
      } else if (i % 3 == 1) {
        node.acme().setActive("ada");
      }
      tab.leave();
      cluster.passMillis(11);
    }
    cluster.passSeconds(1);
    assertThat(listener.statusOf("ada")).isEqualTo(OFFLINE);
  }

  private List<PresenceUpdate> updatesSince(int before) {
    List<PresenceUpdate> updates = node.published.updates();
    return updates.subList(before, updates.size());
  }

  private record Throwing(List<String> heard) implements PresenceListener {
    @Override
    public void onSnapshot(WorkspacePresence workspace) {
      heard.add("snapshot");
      throw new OnPurpose();
    }

    @Override
    public void onUpdate(PresenceUpdate update) {
      update.changes().forEach(change -> heard.add(change.presence().status().name()));
      throw new OnPurpose();
    }
  }
}
