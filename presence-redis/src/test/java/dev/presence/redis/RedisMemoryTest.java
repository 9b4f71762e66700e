package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import org.junit.jupiter.api.Test;

/** How much memory of Redis a user takes; docs/reference/redis.md names the figures. */
class RedisMemoryTest {

  private static final int USERS = 100_000;

  @Test
  void aUserOfALargeWorkspaceTakesLessThanTwoHundredBytes() {
    assertThat(bytesAUser(1)).isLessThan(200);
  }

  @Test
  void aUserOfASmallWorkspaceTakesLessThanTwoHundredBytes() {
    assertThat(bytesAUser(USERS / 50)).isLessThan(200);
  }

  private static long bytesAUser(int workspaces) {
    try (RedisServer server = RedisServers.start();
        StoreProbe node = StoreProbe.connected(RedisPresenceStore.create(server.uri()))) {
      ManyUsers.write(node.store(), "warm-up", 0, 1);
      long before = used(server);
      int each = USERS / workspaces;
      for (int i = 0; i < workspaces; i++) {
        ManyUsers.write(node.store(), "workspace-" + i, i * each, each);
      }
      long bytes = (used(server) - before) / USERS;
      System.out.printf("%d users in %d workspaces: %d bytes a user%n", USERS, workspaces, bytes);
      return bytes;
    }
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
