package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two trackers over a master that crashes, until Sentinel has made its replica the master. */
class TwoNodesFailoverTest {

  private static final String W = "acme";
  private static final Duration LEASE = Duration.ofSeconds(6);

  private RedisSentinel servers;
  private final List<RecordingListener> listeners =
      List.of(new RecordingListener(), new RecordingListener());
  private List<PresenceTracker> trackers;

  @BeforeEach
  void start() throws Exception {
    servers = RedisSentinel.start();
    trackers = Stream.of(0, 1).map(it -> track(servers.uri())).toList();
    for (int i = 0; i < trackers.size(); i++) {
      trackers.get(i).ready().get(30, TimeUnit.SECONDS);
      trackers.get(i).workspace(W).subscribe(listeners.get(i));
      await().until(listeners.get(i)::isStarted);
    }
  }

  private static PresenceTracker track(String uri) {
    return PresenceTracker.builder()
        .store(RedisPresenceStore.create(uri))
        .options(
            PresenceOptions.defaults().toBuilder()
                .heartbeatInterval(Duration.ofSeconds(2))
                .presenceTtl(LEASE)
                .build())
        .build();
  }

  @AfterEach
  void stop() {
    trackers.forEach(PresenceTracker::close);
    servers.close();
  }

  private PresenceConnection connect(int node, String userId) {
    return trackers.get(node).workspace(W).connect(userId);
  }

  private void awaitSeen(String userId, PresenceStatus status) {
    await().until(() -> listeners.stream().allMatch(it -> it.statusOf(userId) == status));
  }

  @Test
  void noUserFlickersAndWhatHappensMeanwhileArrives() {
    List<PresenceConnection> tabs = List.of(connect(0, "ada"), connect(1, "bob"));
    PresenceConnection leaving = connect(0, "eve");
    Stream.of("ada", "bob", "eve").forEach(it -> awaitSeen(it, PresenceStatus.ACTIVE));
    servers.awaitReplica(servers.master());
    servers.master().kill();
    // Nothing is stored from here until Sentinel has noticed, though it may be quicker than the
    // probes.
    connect(1, "new");
    leaving.leave();
    tabs.get(0).setActivity(Activity.AWAY);
    trackers.get(0).workspace(W).setAway("bob");
    await().until(() -> servers.masterPort() == servers.replica().port());
    awaitSeen("new", PresenceStatus.ACTIVE);
    awaitSeen("eve", PresenceStatus.OFFLINE);
    awaitSeen("ada", PresenceStatus.AWAY);
    awaitSeen("bob", PresenceStatus.AWAY);
    awaitLeaseOfContact();
    assertHistories();
  }

  /** Whoever were counted out is by now. */
  private void awaitLeaseOfContact() {
    long back = secondsOfMaster();
    await().until(() -> secondsOfMaster() - back > LEASE.toSeconds());
  }

  private long secondsOfMaster() {
    return Long.parseLong(Redis.one(servers.replica().uri()).time().get(0));
  }

  private void assertHistories() {
    assertThat(listeners)
        .allSatisfy(
            it -> {
              assertThat(it.historyOf("new")).containsExactly(PresenceStatus.ACTIVE);
              assertThat(it.historyOf("ada"))
                  .containsExactly(PresenceStatus.ACTIVE, PresenceStatus.AWAY);
              assertThat(it.historyOf("bob"))
                  .containsExactly(PresenceStatus.ACTIVE, PresenceStatus.AWAY);
              assertThat(it.historyOf("eve"))
                  .containsExactly(PresenceStatus.ACTIVE, PresenceStatus.OFFLINE);
            });
  }
}
