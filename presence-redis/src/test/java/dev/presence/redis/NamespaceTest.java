package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.PresenceStatus;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.testkit.RecordingListener;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two applications share one Redis, with the same ids of workspaces and users. */
class NamespaceTest {

  private static final String W = "acme";
  private static final String ONE = "presence-staging";
  private static final String OTHER = "presence";

  private final List<PresenceTracker> open = new ArrayList<>();

  @AfterEach
  void stop() {
    open.forEach(PresenceTracker::close);
  }

  @Test
  void twoNamespacesOnOneServerDoNotSeeEachOther() throws Exception {
    try (RedisServer server = RedisServers.start()) {
      assertSeparate(
          track(RedisPresenceStore.builder().uri(server.uri()).namespace(ONE).build()),
          track(RedisPresenceStore.create(server.uri())),
          List.of(server));
      open.forEach(PresenceTracker::close);
    }
  }

  @Test
  void twoNamespacesInDifferentDatabasesDoNotSeeEachOther() throws Exception {
    try (RedisServer server = RedisServers.start()) {
      assertSeparate(
          track(RedisPresenceStore.builder().uri(server.uri() + "/1").namespace(ONE).build()),
          track(RedisPresenceStore.create(server.uri())),
          List.of(server));
      open.forEach(PresenceTracker::close);
    }
  }

  @Test
  void twoNamespacesOnOneClusterDoNotSeeEachOther() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(0)) {
      assertSeparate(
          track(RedisPresenceStore.builder().clusterUris(cluster.uris()).namespace(ONE).build()),
          track(
              RedisPresenceStore.builder()
                  .cluster(List.of(cluster.uris()))
                  .namespace(OTHER)
                  .build()),
          cluster.masters());
      open.forEach(PresenceTracker::close);
    }
  }

  private PresenceTracker track(RedisPresenceStore store) throws Exception {
    PresenceTracker tracker = PresenceTracker.builder().store(store).build();
    open.add(tracker);
    tracker.ready().get(30, TimeUnit.SECONDS);
    return tracker;
  }

  private static RecordingListener listen(PresenceTracker tracker) {
    RecordingListener listener = new RecordingListener();
    tracker.workspace(W).subscribe(listener);
    await().until(listener::isStarted);
    return listener;
  }

  private static void assertSeparate(
      PresenceTracker one, PresenceTracker other, List<RedisServer> servers) throws Exception {
    RecordingListener ones = listen(one);
    RecordingListener others = listen(other);
    PresenceConnection onesAda = connect(one, ones, "ada");
    connect(one, ones, "only-one");
    assertThat(others.members()).isEmpty();
    PresenceConnection othersAda = connect(other, others, "ada");
    assertNames(servers);

    one.workspace(W).setOffline("ada").get(30, TimeUnit.SECONDS);
    await().until(() -> ones.statusOf("ada") == PresenceStatus.OFFLINE);
    await().until(() -> onesAda.ended().isDone());
    connect(other, others, "later"); // whatever was published before has been received
    assertThat(others.historyOf("ada")).containsExactly(PresenceStatus.ACTIVE);
    assertThat(others.historyOf("only-one")).isEmpty();
    assertThat(othersAda.ended()).isNotDone();

    othersAda.leave();
    await().until(() -> others.statusOf("ada") == PresenceStatus.OFFLINE);
    connect(one, ones, "latest");
    assertThat(ones.historyOf("only-one")).containsExactly(PresenceStatus.ACTIVE);
    assertThat(ones.historyOf("later")).isEmpty();
  }

  private static PresenceConnection connect(
      PresenceTracker tracker, RecordingListener listener, String userId) throws Exception {
    PresenceConnection connection = tracker.workspace(W).connect(userId);
    connection.flush().get(30, TimeUnit.SECONDS);
    await().until(() -> listener.statusOf(userId) == PresenceStatus.ACTIVE);
    return connection;
  }

  private static void assertNames(List<RedisServer> servers) {
    assertThat(servers.stream().flatMap(NamespaceTest::namesIn))
        .contains(
            "presence-staging:{acme}:nodes", "presence:{acme}:nodes", "channel presence:{acme}")
        .contains("channel presence-staging:{acme}")
        .allSatisfy(
            name ->
                assertThat(name.replace("channel ", ""))
                    .matches("(presence|presence-staging):\\{acme}.*"));
  }

  private static Stream<String> namesIn(RedisServer server) {
    Stream<String> channels =
        Redis.one(server.uri()).pubsubShardChannels().stream().map(name -> "channel " + name);
    boolean cluster = Redis.one(server.uri()).info("cluster").contains("cluster_enabled:1");
    Stream<String> more = cluster ? Stream.of() : keysIn(server.uri() + "/1");
    return Stream.of(channels, keysIn(server.uri()), more).flatMap(it -> it);
  }

  /** As a script, because the signature of {@code keys} is not the same in Lettuce 6.6. */
  private static Stream<String> keysIn(String uri) {
    List<String> keys =
        Redis.one(uri).eval("return redis.call('keys', '*')", ScriptOutputType.MULTI);
    return keys.stream();
  }
}
