package dev.presence.redis;

import static dev.presence.redis.StoreProbe.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.model.PresenceOptions;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.StorePage;
import dev.presence.testkit.RecordingListener;
import dev.presence.testkit.TcpProxy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  private static PresenceStore storeAt(int port) {
    return RedisPresenceStore.create("redis://127.0.0.1:" + port);
  }

  private PresenceTracker track(PresenceStore store, PresenceOptions options) throws Exception {
    PresenceTracker tracker = PresenceTracker.builder().store(store).options(options).build();
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
        PresenceOptions.defaults().toBuilder()
            .heartbeatInterval(heartbeat)
            .presenceTtl(heartbeat.multipliedBy(4))
            .build();
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      PresenceTracker tracker = track(storeAt(server.port()), options);
      for (int user = 0; user < USERS / NODES; user++) {
        PresenceConnection tab =
            tracker.workspace("w" + user % WORKSPACES).connect("user-" + node + "-" + user);
        stored.add(tab.flush());
      }
    }
    stored.forEach(CompletableFuture::join);
    await().until(this::isQuiet);
    long start = millisOfServer();
    server.tell("CONFIG RESETSTAT");
    await().until(() -> millisOfServer() - start > SECONDS * 1_000);
    Map<String, Long> calls = calls();
    Duration watched = Duration.ofMillis(millisOfServer() - start);
    calls.remove("time"); // the clock of this test, which it reads as often as it can
    System.out.printf("%d users, %s of heartbeats of %s: %s%n", USERS, watched, heartbeat, calls);
    assertThat(calls.get("evalsha"))
        .as("script calls in %s: %s", watched, calls)
        .isBetween(
            NODES * WORKSPACES * (long) SECONDS / heartbeat.toSeconds() - NODES * WORKSPACES,
            NODES * WORKSPACES * mostHeartbeats(heartbeat, watched));
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    assertThat(all / calls.get("evalsha")).as("commands a script call: %s", calls).isLessThan(15);
    assertThat(all).as("commands of five heartbeats: %s", calls).isLessThan(USERS / 4);
  }

  /** At most one an interval, and the one at the beginning. */
  private static long mostHeartbeats(Duration heartbeat, Duration watched) {
    return (long) (watched.toMillis() / (heartbeat.toMillis() * EARLIEST_HEARTBEAT)) + 1;
  }

  private long millisOfServer() {
    List<String> time = Redis.one(server.uri()).time();
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }

  /** No more writes but heartbeats: what is stored is what was connected. */
  private boolean isQuiet() {
    return IntStream.range(0, WORKSPACES)
            .mapToLong(
                i ->
                    Redis.one(server.uri()).hvals(KeySpace.DEFAULT.of("w" + i).nodes()).stream()
                        .mapToLong(text -> requireNonNull(RecordText.parse("n", text)).users())
                        .sum())
            .sum()
        == USERS;
  }

  /**
   * With a round trip of 120 ms a hundred calls take 12 s; docs/reference/redis.md names the
   * figures.
   */
  @Test
  void aHundredThousandUsersAreReadInAtMostAHundredCalls() {
    try (StoreProbe node = StoreProbe.connected(storeAt(server.port()))) {
      ManyUsers.write(node.store(), "w", 0, 100_000);
      server.tell("CONFIG RESETSTAT");
      Set<String> users = new HashSet<>();
      for (String page = StorePage.FIRST; page != null; ) {
        PartitionPage read = StoreProbe.get(node.store().readPartition("w", ManyUsers.NODE, page));
        users.addAll(read.partition().entries().keySet());
        page = read.next();
      }
      assertThat(users).hasSize(100_000);
      System.out.printf("100000 users in pages of %d: %s%n", ReadCalls.PAGE, stats("evalsha_ro"));
      assertThat(calls("evalsha_ro")).isLessThanOrEqualTo(100);
    }
  }

  private String stats(String command) {
    return Redis.one(server.uri())
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHundredConnectsThatComeDuringACallAreOneCall() throws Exception {
    try (TcpProxy proxy = TcpProxy.to(server.port())) {
      AtomicInteger sent = new AtomicInteger();
      PresenceTracker tracker =
          track(countingSyncs(storeAt(proxy.port()), sent), PresenceOptions.defaults());
      RecordingListener listener = new RecordingListener();
      tracker.workspace("w").subscribe(listener);
      await().until(listener::isStarted);
      tracker.workspace("w").connect("first").flush().get(30, TimeUnit.SECONDS);
      long before = calls("evalsha");
      int sentBefore = sent.get();
      proxy.stall();
      List<CompletableFuture<Void>> stored = new ArrayList<>();
      stored.add(tracker.workspace("w").connect("second").flush());
      await().until(() -> sent.get() > sentBefore);
      for (int i = 0; i < 100; i++) {
        stored.add(tracker.workspace("w").connect("user-" + i).flush());
      }
      proxy.mend();
      stored.forEach(CompletableFuture::join);
      assertThat(calls("evalsha") - before).as("the second user, then the hundred").isEqualTo(2);
    }
  }

  private static PresenceStore countingSyncs(PresenceStore store, AtomicInteger count) {
    InvocationHandler counting =
        (proxy, method, arguments) -> {
          if (method.getName().equals("sync")) {
            count.incrementAndGet();
          }
          return method.invoke(store, arguments);
        };
    Class<?>[] types = {PresenceStore.class};
    return (PresenceStore)
        Proxy.newProxyInstance(PresenceStore.class.getClassLoader(), types, counting);
  }
}
