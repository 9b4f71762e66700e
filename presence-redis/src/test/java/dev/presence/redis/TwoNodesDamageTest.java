package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.testkit.RecordingListener;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two trackers, with ada and bob, while something else damages their data in Redis. */
class TwoNodesDamageTest {

  private static final String W = "acme";
  private static final KeyNames NAMES = KeySpace.DEFAULT.of(W);
  private static final String REPORT = "Ignoring unreadable data";

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final PresenceOptions OPTIONS =
      PresenceOptions.defaults().toBuilder()
          .heartbeatInterval(HEARTBEAT)
          .presenceTtl(HEARTBEAT.multipliedBy(2))
          .build();

  private final RecordingListener adasListener = new RecordingListener();
  private final RecordingListener bobsListener = new RecordingListener();
  private CapturedLog log;
  private RedisServer server;
  private RedisClusterCommands<String, String> redis;
  private PresenceTracker adas;
  private PresenceTracker bobs;

  /** What happens to the data of ada and of her node. */
  private enum Damage {
    RECORD((redis, node) -> redis.hset(NAMES.nodes(), node, "garbage")),
    NUMBER_IN_RECORD(
        (redis, node) ->
            redis.hset(NAMES.nodes(), node, "x" + redis.hget(NAMES.nodes(), node).substring(1))),
    LOW_DEADLINE(
        (redis, node) ->
            redis.hset(
                NAMES.nodes(), node, redis.hget(NAMES.nodes(), node).replaceFirst("\\d+", "1"))),
    HIGH_DEADLINE(
        (redis, node) ->
            redis.hset(
                NAMES.nodes(), node, redis.hget(NAMES.nodes(), node).replaceFirst("\\d", "9"))),
    NUMBER_OF_USERS(
        (redis, node) ->
            redis.hset(
                NAMES.nodes(), node, redis.hget(NAMES.nodes(), node).replace(" 1 0 ", " 9 0 "))),
    SEQUENCE_TOO_HIGH(
        (redis, node) ->
            redis.hset(
                NAMES.nodes(),
                node,
                redis.hget(NAMES.nodes(), node).replaceFirst("^(\\d+ \\d+) \\d+ ", "$1 900000 "))),
    TYPE_OF_PARTITION((redis, node) -> replaceByText(redis, NAMES.node(node))),
    TYPE_OF_RECORDS((redis, node) -> replaceByText(redis, NAMES.nodes())),
    ENTRY((redis, node) -> redis.hset(NAMES.node(node), "ada", "garbage")),
    REGISTERS((redis, node) -> redis.hset(NAMES.registers(), "ada", "garbage")),
    REVISION((redis, node) -> redis.hset(NAMES.registers(), "", "\u00e9 garbage")),
    LOST_REVISION((redis, node) -> redis.hdel(NAMES.registers(), "")),
    TYPE_OF_REGISTERS((redis, node) -> replaceByText(redis, NAMES.registers()));

    private final BiConsumer<RedisClusterCommands<String, String>, String> act;

    Damage(BiConsumer<RedisClusterCommands<String, String>, String> act) {
      this.act = act;
    }

    private static void replaceByText(RedisClusterCommands<String, String> redis, String key) {
      redis.del(key);
      redis.set(key, "something");
    }
  }

  @BeforeEach
  void start() throws Exception {
    log = new CapturedLog();
    server = RedisServers.start();
    redis = Redis.one(server.uri());
    adas = track(adasListener);
    bobs = track(bobsListener);
    adas.workspace(W).connect("ada").flush().get(30, TimeUnit.SECONDS);
    bobs.workspace(W).connect("bob").flush().get(30, TimeUnit.SECONDS);
    bobs.workspace(W).connect("carl").flush().get(30, TimeUnit.SECONDS);
    bobs.workspace(W).setAway("carl");
    for (RecordingListener listener : new RecordingListener[] {adasListener, bobsListener}) {
      await().until(() -> listener.statusOf("ada") == PresenceStatus.ACTIVE);
      await().until(() -> listener.statusOf("bob") == PresenceStatus.ACTIVE);
      await().until(() -> listener.statusOf("carl") == PresenceStatus.AWAY);
    }
  }

  private PresenceTracker track(RecordingListener listener) throws Exception {
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(RedisPresenceStore.create(server.uri()))
            .options(OPTIONS)
            .build();
    tracker.ready().get(30, TimeUnit.SECONDS);
    tracker.workspace(W).subscribe(listener);
    await().until(listener::isStarted);
    return tracker;
  }

  @AfterEach
  void stop() {
    adas.close();
    bobs.close();
    server.close();
    log.close();
  }

  private String nodeOf(String userId) {
    return redis.hkeys(NAMES.nodes()).stream()
        .filter(node -> redis.hexists(NAMES.node(node), userId))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void everyoneElseStaysRightAndTheNodeRepairsItsOwnData(Damage damage) {
    String node = nodeOf("ada");
    damage.act.accept(redis, node);
    await().atMost(HEARTBEAT.multipliedBy(2)).ignoreExceptions().until(() -> isStored(node));
    bobs.workspace(W).connect("dan");
    adas.workspace(W).connect("eve");
    adas.workspace(W).setAway("ada");
    for (RecordingListener listener : new RecordingListener[] {adasListener, bobsListener}) {
      await().until(() -> listener.statusOf("dan") == PresenceStatus.ACTIVE);
      await().until(() -> listener.statusOf("eve") == PresenceStatus.ACTIVE);
      await().until(() -> listener.statusOf("ada") == PresenceStatus.AWAY);
      assertThat(listener.historyOf("bob")).containsExactly(PresenceStatus.ACTIVE);
      assertThat(listener.historyOf("ada"))
          .containsExactly(PresenceStatus.ACTIVE, PresenceStatus.AWAY);
      assertThat(listener.statusOf("carl")).isEqualTo(PresenceStatus.AWAY);
    }
  }

  /** Both nodes have a record that can be read, with the users that their partitions have. */
  private boolean isStored(String node) {
    Map<String, String> records = redis.hgetall(NAMES.nodes());
    return records.size() == 2
        && records.keySet().stream()
            .allMatch(
                id ->
                    RecordText.parse(id, records.get(id)).users()
                        == redis.hlen(NAMES.node(id)).intValue())
        && redis.hexists(NAMES.node(node), "ada");
  }

  @Test
  void theDamageIsReportedOncePerStore() {
    String node = nodeOf("ada");
    redis.hset(NAMES.registers(), "ada", "garbage");
    for (int i = 0; i < 3; i++) {
      redis.hset(NAMES.nodes(), node, "garbage");
      await().ignoreExceptions().until(() -> isStored(node));
    }
    assertThat(log.linesWith(REPORT)).hasSizeBetween(1, 2);
    assertThat(log.linesWith(REPORT).get(0)).contains(NAMES.nodes()).contains(node);
  }
}
