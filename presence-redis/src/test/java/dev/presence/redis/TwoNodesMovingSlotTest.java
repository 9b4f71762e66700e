package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.redis.servers.RedisServer;
import dev.presence.testkit.RecordingListener;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two trackers whose workspace moves from one master of a cluster to another. */
class TwoNodesMovingSlotTest {

  private static final String W = "acme";
  private static final int SLOT = SlotHash.getSlot(KeySpace.DEFAULT.of(W).channel());
  private static final PresenceOptions OPTIONS =
      PresenceOptions.defaults().toBuilder()
          .heartbeatInterval(Duration.ofSeconds(2))
          .presenceTtl(Duration.ofSeconds(6))
          .build();

  private RedisCluster cluster;
  private RedisServer from;
  private RedisServer to;
  private final List<RecordingListener> listeners =
      List.of(new RecordingListener(), new RecordingListener());
  private List<PresenceTracker> trackers;
  private PresenceConnection ada;
  private PresenceConnection bob;

  @BeforeEach
  void start() throws Exception {
    cluster = RedisCluster.start(0);
    from = cluster.masters().get(RedisCluster.ownerOf(SLOT));
    to = cluster.masters().get((RedisCluster.ownerOf(SLOT) + 1) % 3);
    trackers = Stream.of(0, 1).map(it -> track()).toList();
    for (int i = 0; i < trackers.size(); i++) {
      trackers.get(i).ready().get(30, TimeUnit.SECONDS);
      trackers.get(i).workspace(W).subscribe(listeners.get(i));
      await().until(listeners.get(i)::isStarted);
    }
    ada = trackers.get(0).workspace(W).connect("ada");
    bob = trackers.get(1).workspace(W).connect("bob");
    awaitSeen("ada", PresenceStatus.ACTIVE);
    awaitSeen("bob", PresenceStatus.ACTIVE);
  }

  private PresenceTracker track() {
    return PresenceTracker.builder()
        .store(RedisPresenceStore.builder().clusterUris(cluster.uris()).build())
        .options(OPTIONS)
        .build();
  }

  @AfterEach
  void stop() {
    trackers.forEach(PresenceTracker::close);
    cluster.close();
  }

  private void awaitSeen(String userId, PresenceStatus status) {
    await().until(() -> listeners.stream().allMatch(it -> it.statusOf(userId) == status));
  }

  /** Both nodes change something, and both see it. */
  private void assertChangesGoThrough() {
    for (PresenceConnection tab : List.of(ada, bob)) {
      String user = tab == ada ? "ada" : "bob";
      tab.setActivity(Activity.AWAY);
      awaitSeen(user, PresenceStatus.AWAY);
      tab.setActivity(Activity.ACTIVE);
      awaitSeen(user, PresenceStatus.ACTIVE);
    }
  }

  /** The nodes' leases are renewed several times in this time. */
  private void awaitLease() {
    long start = secondsOfServer();
    await().until(() -> secondsOfServer() - start > OPTIONS.presenceTtl().toSeconds());
  }

  private long secondsOfServer() {
    return Long.parseLong(Redis.one(to.uri()).time().get(0));
  }

  private void assertNobodyWentOffline() {
    assertThat(listeners)
        .allSatisfy(
            it -> {
              assertThat(it.historyOf("ada")).doesNotContain(PresenceStatus.OFFLINE);
              assertThat(it.historyOf("bob")).doesNotContain(PresenceStatus.OFFLINE);
            });
  }

  @Test
  void changesGoThroughBeforeAnyKeyHasMoved() {
    cluster.beginMove(SLOT, from, to);
    assertChangesGoThrough();
    awaitLease();
    assertChangesGoThrough();
    assertNobodyWentOffline();
  }

  @Test
  void changesGoThroughWhenAllKeysHaveMovedAndTheSlotIsStillOpen() throws Exception {
    cluster.beginMove(SLOT, from, to);
    cluster.moveKeys(SLOT, from, to);
    assertChangesGoThrough();
    trackers.get(0).workspace(W).setAway("bob");
    awaitSeen("bob", PresenceStatus.AWAY);
    trackers.get(1).workspace(W).setActive("bob");
    awaitSeen("bob", PresenceStatus.ACTIVE);
    try (PresenceTracker third = track()) {
      third.ready().get(30, TimeUnit.SECONDS);
      third.workspace(W).connect("eve");
      awaitSeen("eve", PresenceStatus.ACTIVE);
      awaitLease();
      assertChangesGoThrough();
    }
    assertNobodyWentOffline();
  }

  @Test
  void wholeMoveIsInvisible() {
    for (int round = 0; round < 2; round++) {
      RedisServer source = round == 0 ? from : to;
      RedisServer target = round == 0 ? to : from;
      cluster.beginMove(SLOT, source, target);
      assertChangesGoThrough();
      cluster.moveKeys(SLOT, source, target);
      assertChangesGoThrough();
      cluster.endMove(SLOT, source, target);
      assertChangesGoThrough();
    }
    awaitLease();
    assertChangesGoThrough();
    assertNobodyWentOffline();
  }

  /** A manual status that is set before any key has moved is stored where the slot goes. */
  @Test
  void manualStatusSetWhileTheSlotIsOpenSurvivesTheMove() {
    cluster.beginMove(SLOT, from, to);
    trackers.get(0).workspace(W).setAway("bob");
    awaitSeen("bob", PresenceStatus.AWAY);
    awaitLease();
    cluster.moveKeys(SLOT, from, to);
    awaitLease();
    cluster.endMove(SLOT, from, to);
    awaitLease();
    assertThat(listeners)
        .allSatisfy(
            it ->
                assertThat(it.historyOf("bob"))
                    .containsExactly(PresenceStatus.ACTIVE, PresenceStatus.AWAY));
    assertNobodyWentOffline();
  }
}
