package dev.presence.redis;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.PresenceStore;
import dev.presence.testkit.RecordingListener;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes of this version and of the next one beside each other in a real Redis. */
class RollingUpgradeTest {

  private static final String W = "acme";

  private static final PresenceOptions OPTIONS =
      PresenceOptions.builder()
          .heartbeatInterval(Duration.ofSeconds(1))
          .presenceTtl(Duration.ofSeconds(4))
          .build();

  private final RedisServer server = RedisServers.start();
  private final RedisClusterCommands<String, String> redis = Redis.one(server.uri());
  private final List<PresenceTracker> open = new ArrayList<>();

  @AfterEach
  void stop() {
    open.forEach(PresenceTracker::close);
    server.close();
  }

  @Test
  void anUpgradeNodeByNodeAndBackChangesNoStatusAndLosesNothing() throws Exception {
    PresenceTracker watcher = present();
    RecordingListener listener = new RecordingListener();
    watcher.workspace(W).subscribe(listener);
    await().until(listener::isStarted);

    PresenceTracker first = present();
    connect(first, "ada", "bob");
    await().until(() -> listener.members().size() == 2);
    PresenceTracker future = future();
    replace(first, future, "ada", "bob");
    future.workspace(W).setAway("bob").get(30, TimeUnit.SECONDS);
    await().until(() -> listener.statusOf("bob") == AWAY);
    awaitHeartbeats();

    watcher.workspace(W).setActive("bob").get(30, TimeUnit.SECONDS);
    await().until(() -> listener.statusOf("bob") == ACTIVE);
    PresenceTracker back = present();
    replace(future, back, "ada", "bob");
    awaitHeartbeats();

    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(listener.historyOf("bob")).containsExactly(ACTIVE, AWAY, ACTIVE);
    assertThat(listener.isStale()).isFalse();
    assertThat(redis.hget(KeySpace.DEFAULT.of(W).registers(), "bob"))
        .contains("mood 5 17:\u263a of the future ");
  }

  @Test
  void aNodeOfThisVersionShowsAndEvictsOneFromTheFuture() throws Exception {
    PresenceTracker watcher = present();
    RecordingListener listener = new RecordingListener();
    PresenceTracker future = future();
    connect(future, "ada");
    watcher.workspace(W).subscribe(listener);
    await().until(() -> listener.isStarted() && listener.statusOf("ada") == ACTIVE);
    awaitHeartbeats();
    assertThat(listener.historyOf("ada")).containsExactly(ACTIVE);
    future.close();
    await().until(() -> !listener.statusOf("ada").isOnline());
  }

  /** Some heartbeats of all nodes: what they write is read and written again. */
  private void awaitHeartbeats() {
    String nodes = KeySpace.DEFAULT.of(W).nodes();
    for (int i = 0; i < 4; i++) {
      List<String> before = redis.hvals(nodes);
      await().until(() -> redis.hvals(nodes).stream().noneMatch(before::contains));
    }
  }

  private static void replace(PresenceTracker old, PresenceTracker next, String... users)
      throws Exception {
    old.drain().get(30, TimeUnit.SECONDS);
    connect(next, users);
    old.close();
  }

  private static void connect(PresenceTracker tracker, String... users) throws Exception {
    for (String user : users) {
      tracker.workspace(W).connect(user).flush().get(30, TimeUnit.SECONDS);
    }
  }

  private PresenceTracker present() throws Exception {
    return track(RedisPresenceStore.create(server.uri()));
  }

  private PresenceTracker future() throws Exception {
    return track(new FutureStore(RedisPresenceStore.create(server.uri()), redis));
  }

  private PresenceTracker track(PresenceStore store) throws Exception {
    PresenceTracker tracker = PresenceTracker.builder().store(store).options(OPTIONS).build();
    open.add(tracker);
    tracker.ready().get(30, TimeUnit.SECONDS);
    return tracker;
  }
}
