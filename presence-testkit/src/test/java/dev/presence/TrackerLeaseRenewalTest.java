package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.FaultyDoor.Way;
import org.junit.jupiter.api.Test;

/** When a node renews its leases. */
class TrackerLeaseRenewalTest {

  private static final int WORKSPACES = 3_000;

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode node = cluster.start("node");

  @Test
  void heartbeatsOfManyWorkspacesAreSpreadEvenly() {
    connectEverywhere();
    assertThat(mostCallsPerSecond()).isLessThan(2 * WORKSPACES / 30);
  }

  @Test
  void heartbeatsAreSpreadEvenlyAgainAfterAllWereSentAtOnce() {
    connectEverywhere();
    node.door.set(Way.REFUSED);
    cluster.passSeconds(40);
    node.door.set(Way.OPEN);
    cluster.passSeconds(10);
    assertThat(mostCallsPerSecond()).isLessThan(2 * WORKSPACES / 30);
  }

  private void connectEverywhere() {
    for (int i = 0; i < WORKSPACES; i++) {
      node.tracker.workspace("workspace-" + i).connect("ada");
    }
    cluster.passSeconds(2);
  }

  /** Over two heartbeats. */
  private int mostCallsPerSecond() {
    int most = 0;
    for (int second = 0; second < 60; second++) {
      int before = node.door.calls();
      cluster.passSeconds(1);
      most = Math.max(most, node.door.calls() - before);
    }
    return most;
  }
}
