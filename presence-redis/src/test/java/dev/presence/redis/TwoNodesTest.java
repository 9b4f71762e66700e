package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.testkit.RecordingListener;
import dev.presence.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two trackers that meet in a real Redis. */
class TwoNodesTest {

  private static final String W = "acme";
  private static final Duration LEASE = Duration.ofSeconds(4);

  private static final PresenceOptions OPTIONS =
      PresenceOptions.defaults().toBuilder()
          .heartbeatInterval(Duration.ofSeconds(2))
          .presenceTtl(LEASE)
          .build();

  private RedisServer server;
  private TcpProxy proxy;
  private PresenceTracker behindProxy;
  private PresenceTracker tracker;
  private final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void start() throws Exception {
    server = RedisServers.start();
    proxy = TcpProxy.to(server.port());
    behindProxy = track("redis://127.0.0.1:" + proxy.port());
    tracker = track(server.uri());
    tracker.workspace(W).subscribe(listener);
    await().until(listener::isStarted);
  }

  private static PresenceTracker track(String uri) throws Exception {
    PresenceTracker tracker =
        PresenceTracker.builder().store(RedisPresenceStore.create(uri)).options(OPTIONS).build();
    tracker.ready().get(30, TimeUnit.SECONDS);
    return tracker;
  }

  @AfterEach
  void stop() {
    proxy.mend();
    behindProxy.close();
    tracker.close();
    proxy.close();
    server.close();
  }

  private void awaitStatus(String userId, PresenceStatus status) {
    await().until(() -> listener.statusOf(userId) == status);
  }

  @Test
  void eachSeesWhatTheUsersOfTheOtherDo() {
    PresenceConnection tab = behindProxy.workspace(W).connect("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    tab.setActivity(Activity.AWAY);
    awaitStatus("ada", PresenceStatus.AWAY);
    tab.setActivity(Activity.ACTIVE);
    awaitStatus("ada", PresenceStatus.ACTIVE);
    tracker.workspace(W).setAway("ada");
    awaitStatus("ada", PresenceStatus.AWAY);
    tracker.workspace(W).setActive("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    tab.leave();
    awaitStatus("ada", PresenceStatus.OFFLINE);
  }

  @Test
  void oneUserOnBothNodesIsOfflineOnlyWhenSheLeftBoth() {
    PresenceConnection here = tracker.workspace(W).connect("ada");
    PresenceConnection there = behindProxy.workspace(W).connect("ada");
    behindProxy.workspace(W).connect("bob");
    awaitStatus("bob", PresenceStatus.ACTIVE);
    here.leave();
    behindProxy.workspace(W).connect("eve");
    awaitStatus("eve", PresenceStatus.ACTIVE);
    assertThat(listener.historyOf("ada")).containsExactly(PresenceStatus.ACTIVE);
    there.leave();
    awaitStatus("ada", PresenceStatus.OFFLINE);
  }

  @Test
  void setOfflineEndsTheConnectionsOnTheOtherNode() {
    PresenceConnection tab = behindProxy.workspace(W).connect("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    tracker.workspace(W).setOffline("ada");
    awaitStatus("ada", PresenceStatus.OFFLINE);
    await().until(() -> tab.ended().isDone());
    assertThat(tab.ended().join()).isEqualTo(PresenceConnection.End.SET_OFFLINE);
  }

  @Test
  void theUsersOfACrashedNodeAreOfflineAtTheLatestALeaseAndTwoSecondsLater() {
    behindProxy.workspace(W).connect("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    proxy.cut();
    Duration deadline = LEASE.plusSeconds(2).plusMillis(500); // the rest is for the test itself
    Awaitility.await()
        .atMost(deadline)
        .until(() -> listener.statusOf("ada") == PresenceStatus.OFFLINE);
    proxy.mend();
    awaitStatus("ada", PresenceStatus.ACTIVE);
  }

  @Test
  void noUserFlickersWhileRedisRestartsEmpty() {
    behindProxy.workspace(W).connect("ada");
    tracker.workspace(W).connect("bob");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    awaitStatus("bob", PresenceStatus.ACTIVE);
    server.kill();
    await().until(() -> !tracker.health().isConnected() && !behindProxy.health().isConnected());
    server.start();
    await().until(() -> tracker.health().isConnected() && behindProxy.health().isConnected());
    behindProxy.workspace(W).connect("eve");
    awaitStatus("eve", PresenceStatus.ACTIVE);
    assertStoredAgain("ada", "bob", "eve");
    for (String user : List.of("ada", "bob")) {
      assertThat(listener.historyOf(user)).containsExactly(PresenceStatus.ACTIVE);
    }
  }

  @Test
  void noUserFlickersWhenRedisForgetsEverything() {
    behindProxy.workspace(W).connect("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    server.tell("FLUSHALL");
    assertStoredAgain("ada");
    assertThat(listener.historyOf("ada")).containsExactly(PresenceStatus.ACTIVE);
  }

  /** As a third node would see them, which has no view of its own. */
  private void assertStoredAgain(String... users) {
    try (PresenceTracker third =
        PresenceTracker.builder().store(RedisPresenceStore.create(server.uri())).build()) {
      await()
          .ignoreExceptions()
          .until(
              () ->
                  third
                      .workspace(W)
                      .getPresence(List.of(users))
                      .get(2, TimeUnit.SECONDS)
                      .values()
                      .stream()
                      .allMatch(it -> it.isOnline()));
    }
  }

  @Test
  void redisHoldsNothingStaleOnceEveryoneIsGone() {
    behindProxy.workspace(W).connect("ada");
    tracker.workspace(W).connect("bob");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    awaitStatus("bob", PresenceStatus.ACTIVE);
    assertThat(Redis.one(server.uri()).keys("*"))
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(Redis.one(server.uri()).pttl(key))
                    .isBetween(1L, LEASE.multipliedBy(2).toMillis()));
  }
}
