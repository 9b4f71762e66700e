package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.OfflineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** V14: events once per cluster, when a user has been offline for some time. */
class TrackerOfflineEventsTest {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final ManualCluster cluster = new ManualCluster();
  private final List<String> called = new ArrayList<>();
  private final List<ClusterNode> nodes = new ArrayList<>();

  /** A node that views the workspace and has the handler. */
  private ClusterNode node(String name) {
    ClusterNode node = cluster.start(name);
    node.tracker.onOffline(FIVE_MINUTES, event -> called.add(name + " " + event.userId()));
    node.listen();
    nodes.add(node);
    return node;
  }

  private ClusterNode first() {
    return nodes.stream()
        .min((one, other) -> one.tracker.nodeId().compareTo(other.tracker.nodeId()))
        .orElseThrow();
  }

  @Test
  void oneNodeCallsAfterTheTime() {
    ClusterNode one = node("one");
    node("two");
    node("three");
    one.connect("ada").leave();
    cluster.passSeconds(298);
    assertThat(called).isEmpty();
    cluster.passSeconds(4);
    assertThat(called).hasSize(1);
    cluster.passSeconds(600);
    assertThat(called).hasSize(1);
  }

  @Test
  void userWhoReturnsInTimeIsNotReported() {
    ClusterNode one = node("one");
    ClusterNode two = node("two");
    one.connect("ada").leave();
    cluster.passSeconds(200);
    PresenceConnection tab = two.connect("ada");
    cluster.passSeconds(200);
    assertThat(called).isEmpty();
    tab.leave();
    cluster.passSeconds(302);
    assertThat(called).hasSize(1);
  }

  @Test
  void anotherNodeCallsWhenTheFirstOneDies() {
    node("one");
    node("two");
    ClusterNode first = first();
    ClusterNode other = nodes.get(0) == first ? nodes.get(1) : nodes.get(0);
    other.connect("ada").leave();
    cluster.passSeconds(280);
    first.crash();
    cluster.passSeconds(120);
    assertThat(called).hasSize(1);
  }

  @Test
  void drainingNodeLeavesTheCallToOthers() {
    node("one");
    node("two");
    ClusterNode first = first();
    ClusterNode other = nodes.get(0) == first ? nodes.get(1) : nodes.get(0);
    other.connect("ada").leave();
    cluster.passSeconds(280);
    first.tracker.closeAsync();
    cluster.passSeconds(60);
    assertThat(called).hasSize(1);
  }

  @Test
  void outageOfTheStoreIsNoDeparture() {
    ClusterNode one = node("one");
    node("two");
    one.connect("ada");
    cluster.passSeconds(1);
    nodes.forEach(node -> node.door.set(FaultyDoor.Way.SILENT));
    cluster.passSeconds(600);
    nodes.forEach(node -> node.door.set(FaultyDoor.Way.OPEN));
    cluster.passSeconds(400);
    assertThat(called).isEmpty();
  }

  @Test
  void closedSubscriptionIsNotCalled() {
    ClusterNode one = cluster.start("one");
    List<OfflineEvent> events = new ArrayList<>();
    one.listen();
    Subscription subscription = one.tracker.onOffline(FIVE_MINUTES, events::add);
    one.connect("ada").leave();
    cluster.passSeconds(100);
    subscription.close();
    cluster.passSeconds(400);
    assertThat(events).isEmpty();
    assertThatThrownBy(() -> one.tracker.onOffline(Duration.ofSeconds(-1), events::add))
        .hasMessageContaining("PT-1S");
  }
}
