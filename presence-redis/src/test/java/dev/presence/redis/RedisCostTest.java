package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What trackers cost Redis, by its own count of commands. */
class RedisCostTest {

  private static final int NODES = 2;
  private static final int WORKSPACES = 10;
  private static final int USERS = 10_000;

  /** How long Redis is watched. */
  private static final int SECONDS = 10;

  /** Heartbeats are spread over the last part of the interval. */
  private static final double EARLIEST_HEARTBEAT = 0.85;

  private RedisServer server;
  private final List<PresenceTracker> trackers = new ArrayList<>();

  @BeforeEach
  void start() {
    server = RedisServers.start();
  }

  @AfterEach
  void stop() {
    trackers.forEach(PresenceTracker::close);
    server.close();
  }

  private PresenceTracker track(int port, PresenceOptions options) throws Exception {
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(RedisPresenceStore.create("redis://127.0.0.1:" + port))
            .options(options)
            .build();
    trackers.add(tracker);
    tracker.ready().get(30, TimeUnit.SECONDS);
    return tracker;
  }

  /** Calls since the last reset, by command. */
  private Map<String, Long> calls() {
    return Redis.one(server.uri())
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .collect(
            Collectors.toMap(
                line -> line.substring("cmdstat_".length(), line.indexOf(':')),
                line -> Long.parseLong(line.replaceFirst(".*:calls=(\\d+).*", "$1"))));
  }

  private long calls(String command) {
    return calls().getOrDefault(command, 0L);
  }

  @Test
  void aHeartbeatCostsOneCallANodeAndWorkspaceAndNothingAUser() throws Exception {
    Duration heartbeat = Duration.ofSeconds(2);
    PresenceOptions options =
        PresenceOptions.defaults()
            .withHeartbeatInterval(heartbeat)
            .withPresenceTtl(heartbeat.multipliedBy(4));
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      PresenceTracker tracker = track(server.port(), options);
      for (int user = 0; user < USERS / NODES; user++) {
        PresenceConnection tab =
            tracker.workspace("w" + user % WORKSPACES).connect("user-" + node + "-" + user);
        stored.add(tab.synced());
      }
    }
    stored.forEach(CompletableFuture::join);
    await().until(this::isQuiet);
    server.tell("CONFIG RESETSTAT");
    long start = secondsOfServer();
    await().until(() -> secondsOfServer() - start > SECONDS);
    Map<String, Long> calls = calls();
    calls.remove("time"); // the clock of this test, which it reads as often as it can
    long most = (long) (SECONDS / (heartbeat.toSeconds() * EARLIEST_HEARTBEAT)) + 1;
    long scripts = calls.get("evalsha");
    assertThat(scripts)
        .as("script calls %s", calls)
        .isBetween((long) NODES * WORKSPACES * 3, NODES * WORKSPACES * most);
    long each = calls.values().stream().mapToLong(Long::longValue).sum() / scripts;
    assertThat(each).as("commands a heartbeat, within the script too: %s", calls).isLessThan(15);
  }

  private long secondsOfServer() {
    return Long.parseLong(Redis.one(server.uri()).time().get(0));
  }

  /** No more writes but heartbeats: what is stored is what was connected. */
  private boolean isQuiet() {
    return IntStream.range(0, WORKSPACES)
            .mapToLong(
                i ->
                    Redis.one(server.uri()).hvals(new KeyNames("w" + i).nodes()).stream()
                        .mapToLong(text -> RecordText.parse("n", text).users())
                        .sum())
            .sum()
        == USERS;
  }

  @Test
  void aHundredConnectsAtOnceAreTwoCalls() throws Exception {
    try (TcpProxy proxy = TcpProxy.to(server.port())) {
      PresenceTracker tracker = track(proxy.port(), PresenceOptions.defaults());
      tracker.workspace("w").connect("first").synced().get(30, TimeUnit.SECONDS);
      long before = calls("evalsha");
      proxy.stall(); // so that all of them happen within one way there and back
      List<CompletableFuture<Void>> stored =
          IntStream.range(0, 100)
              .mapToObj(i -> tracker.workspace("w").connect("user-" + i).synced())
              .toList();
      proxy.mend();
      stored.forEach(CompletableFuture::join);
      assertThat(calls("evalsha") - before).isBetween(1L, 2L);
    }
  }
}
