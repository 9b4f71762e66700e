package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.store.PresenceStore;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The contract with the rights that docs/reference/redis.md says suffice. */
class RedisRightsTest extends RedisStoreContract {

  private static final String RIGHTS = rights();
  private static final RedisServer SERVER = RedisServers.start();

  static {
    SERVER.tell(RIGHTS);
  }

  RedisRightsTest() {
    super(Redis.one(SERVER.uri()));
  }

  /** Rights that a store asks for in vain are missing in the documentation, too. */
  @AfterAll
  static void nothingWasDenied() {
    List<?> denied = Redis.one(SERVER.uri()).aclLog();
    SERVER.close();
    assertThat(denied).isEmpty();
  }

  @Override
  PresenceStore connect() {
    return RedisPresenceStore.create(restricted(SERVER.uri()));
  }

  private static String restricted(String uri) {
    return uri.replace("//", "//presence:secret@");
  }

  private static String rights() {
    try {
      return Files.readString(Path.of("../docs/reference/redis.md"))
          .lines()
          .filter(line -> line.startsWith("ACL SETUSER presence "))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theRightsWithAnotherPatternAreThoseOfAnotherNamespace() {
    try (RedisServer server = RedisServers.start()) {
      server.tell(RIGHTS.replace("presence:*", "presence-eu.1:*"));
      RedisPresenceStore.Builder builder =
          RedisPresenceStore.builder().uri(restricted(server.uri()));
      try (StoreProbe node = StoreProbe.connected(builder.namespace("presence-eu.1").build())) {
        Heard heard = new Heard();
        node.subscribe("rights", heard);
        assertThat(node.write("rights").known()).isTrue();
        StoreProbe.await().until(() -> !heard.messages().isEmpty());
        StoreProbe.get(node.store().readUsers("rights", Set.of("ada")));
        assertThat(Redis.one(server.uri()).aclLog()).isEmpty();
      }
      try (StoreProbe stranger = StoreProbe.connected(builder.namespace("presence-eu").build())) {
        assertThat(StoreProbe.failureOf(stranger.store().replace(StoreProbe.whole("rights", "n"))))
            .hasMessageContaining("NOPERM");
      }
    }
  }

  @Test
  void theRightsSufficeInAClusterToo() {
    try (RedisCluster cluster = RedisCluster.start(0)) {
      cluster.masters().forEach(server -> server.tell(RIGHTS));
      String[] uris =
          Arrays.stream(cluster.uris()).map(RedisRightsTest::restricted).toArray(String[]::new);
      try (StoreProbe node =
          StoreProbe.connected(RedisPresenceStore.builder().clusterUris(uris).build())) {
        assertThat(node.write("rights").known()).isTrue();
        node.subscribe("rights", new Heard());
        int slot = SlotHash.getSlot(KeySpace.DEFAULT.of("rights").channel());
        RedisServer from = cluster.masters().get(RedisCluster.ownerOf(slot));
        RedisServer to = cluster.masters().get((RedisCluster.ownerOf(slot) + 1) % 3);
        cluster.beginMove(slot, from, to);
        cluster.moveKeys(slot, from, to);
        assertThat(node.write("rights").known()).isTrue();
      }
      assertThat(cluster.masters())
          .allSatisfy(server -> assertThat(Redis.one(server.uri()).aclLog()).isEmpty());
    }
  }
}
