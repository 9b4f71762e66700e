package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.spi.PresenceStore;
import dev.presence.spi.StageRequest;
import dev.presence.spi.SyncRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much memory of Redis a user takes; docs/redis.md names the figures. */
class RedisMemoryTest {

  private static final int USERS = 100_000;
  private static final String NODE = "0123456789abcdef";

  @Test
  void aUserOfALargeWorkspaceTakesLessThanTwoHundredBytes() {
    assertThat(bytesAUser(1)).isLessThan(200);
  }

  @Test
  void aUserOfASmallWorkspaceTakesLessThanTwoHundredBytes() {
    assertThat(bytesAUser(USERS / 50)).isLessThan(200);
  }

  /** With ids of 36 characters, and entries like those of the tracker. */
  private static long bytesAUser(int workspaces) {
    try (RedisServer server = RedisServers.start();
        StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(server.uri()))) {
      write(node.store(), "warm-up", 0, 1);
      long before = used(server);
      int each = USERS / workspaces;
      for (int i = 0; i < workspaces; i++) {
        write(node.store(), "workspace-" + i, i * each, each);
      }
      long bytes = (used(server) - before) / USERS;
      System.out.printf("%d users in %d workspaces: %d bytes a user%n", USERS, workspaces, bytes);
      return bytes;
    }
  }

  private static void write(PresenceStore store, String workspace, int first, int count) {
    for (int from = first; from < first + count; from += SyncRequest.MOST_CHANGES) {
      int end = Math.min(first + count, from + SyncRequest.MOST_CHANGES);
      StoreProbe.get(
          store.stage(new StageRequest(workspace, NODE, 1, entries(from, end), 120_000)));
    }
    assertThat(StoreProbe.get(store.sync(partition(workspace, count))).known()).isTrue();
  }

  private static Map<String, String> entries(int from, int end) {
    return IntStream.range(from, end)
        .boxed()
        .collect(Collectors.toMap(RedisMemoryTest::idOf, i -> "+1700000000000:1700000000000"));
  }

  private static SyncRequest partition(String workspace, int staged) {
    return new SyncRequest(
        workspace, NODE, 0, 0, 1, true, Map.of(), Set.of(), 60_000, 120_000, false, staged, 0);
  }

  private static String idOf(int user) {
    return UUID.nameUUIDFromBytes(("" + user).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static long used(RedisServer server) {
    return Redis.one(server.uri())
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .sum();
  }
}
