package dev.presence.redis;

import static dev.presence.redis.Acts.acts;
import static dev.presence.redis.StoreProbe.await;
import static dev.presence.redis.StoreProbe.failureOf;
import static dev.presence.redis.StoreProbe.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.SetRequest;
import dev.presence.store.StorePage;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is there and refuses. */
class RedisRefusalTest {

  private static final String W = "refusal";
  private static final RedisServer SERVER = RedisServers.start();

  private StoreProbe node;

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void open() {
    SERVER.tell("FLUSHALL");
    node = StoreProbe.connected(RedisPresenceStore.create(SERVER.uri()));
    node.write(W);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private CompletionStage<?> sync() {
    return node.store().replace(StoreProbe.whole(W, "n"));
  }

  private CompletionStage<?> set(String userId) {
    return node.store().set(SetRequest.of(W, "revision", Map.of(userId, acts(true, 1, 0)), 60_000));
  }

  private CompletionStage<?> read() {
    return node.store().readPartition(W, "n", StorePage.FIRST);
  }

  private static void assertRefused(CompletionStage<?> call, String reason) {
    assertThat(failureOf(call))
        .isInstanceOf(PresenceException.class)
        .isNotInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFullServerRefusesWritesAndIsRead() {
    SERVER.tell("CONFIG SET maxmemory 1");
    try {
      assertRefused(sync(), "OOM");
      assertRefused(set("ada"), "OOM");
      get(read());
      assertThat(node.answers()).isTrue();
    } finally {
      SERVER.tell("CONFIG SET maxmemory 0");
    }
    assertThat(node.write(W).known()).isTrue();
  }

  @Test
  void aReplicaRefusesWritesAndTheMasterIsLookedFor() {
    SERVER.tell("REPLICAOF 127.0.0.1 " + RedisServers.freePort());
    try {
      assertRefused(sync(), "READONLY");
    } finally {
      SERVER.tell("REPLICAOF NO ONE");
    }
    await().until(() -> StoreProbe.succeeds(sync()));
  }

  @Test
  void aServerThatForgotTheScriptsIsGivenThemAgain() {
    SERVER.tell("SCRIPT FLUSH");
    assertThat(node.write(W).known()).isTrue();
    SERVER.tell("SCRIPT FLUSH");
    get(read());
    SERVER.tell("SCRIPT FLUSH");
    get(set("ada"));
  }

  @Test
  void missingRightsAreRefusedWithAHint() {
    SERVER.tell("ACL SETUSER poor on >secret ~presence:* &presence:* +@connection +eval +evalsha");
    String uri = SERVER.uri().replace("//", "//poor:secret@");
    try (StoreProbe poor = new StoreProbe(RedisPresenceStore.create(uri))) {
      assertRefused(poor.ping(), "docs/reference/redis.md lists the rights");
      assertRefused(
          poor.store().subscribe(W, new Heard()), "docs/reference/redis.md lists the rights");
    }
  }

  @Test
  void aWrongPasswordIsNotAnOutageOfTheApplication() {
    String uri = SERVER.uri().replace("//", "//nobody:wrong@");
    try (StoreProbe stranger = new StoreProbe(RedisPresenceStore.create(uri))) {
      assertThat(failureOf(stranger.ping())).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void textThatRedisCannotHoldIsRefusedBeforeItIsSent() {
    for (String id : new String[] {"\ud83d", "a\ude00"}) {
      assertThat(failureOf(node.store().replace(StoreProbe.whole(id, "n"))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(failureOf(node.store().replace(StoreProbe.whole(W, id))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(failureOf(set(id))).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(failureOf(set(""))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerOfAClusterThatIsTakenForASingleOneSaysWhatToDo() {
    try (RedisCluster cluster = RedisCluster.start(0);
        StoreProbe single = StoreProbe.connected(RedisPresenceStore.create(cluster.uris()[0]))) {
      assertThat(
              IntStream.range(0, 20)
                  .mapToObj(i -> single.store().replace(StoreProbe.whole("w" + i, "n")))
                  .filter(call -> !StoreProbe.succeeds(call))
                  .map(StoreProbe::failureOf))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it).hasMessageContaining("builder().clusterUris("));
    }
  }
}
