package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import dev.presence.sample.RunningDemo.Tab;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Demos that share one Redis. */
class NamespacesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void twoDemosWithDifferentNamespacesDoNotSeeEachOther() throws Exception {
    try (RedisServer redis = RedisServers.start();
        RunningDemo one = RunningDemo.in(redis.uri(), "demo-one");
        RunningDemo sameAsOne = RunningDemo.in(redis.uri(), "demo-one");
        RunningDemo other = RunningDemo.in(redis.uri(), "demo-other")) {
      Tab ofSame = open(sameAsOne, "carol");
      Tab ofOther = open(other, "carol");
      open(one, "ada");
      await().atMost(LIMIT).until(() -> ofSame.updatesOf("ada").contains("active"));
      open(other, "bob").leave();
      await().atMost(LIMIT).until(() -> ofOther.updatesOf("bob").contains("offline"));
      open(one, "bob");
      await().atMost(LIMIT).until(() -> ofSame.updatesOf("bob").contains("active"));
      assertThat(ofSame.updatesOf("bob")).containsExactly("active");
      assertThat(ofOther.updatesOf("ada")).isEmpty();
    }
  }

  private static Tab open(RunningDemo demo, String userId) {
    Tab tab = demo.open("/presence/acme?token=" + demo.tokenOf(userId));
    await().atMost(LIMIT).until(() -> !tab.frames.isEmpty());
    JsonNode first = tab.frames.get(0);
    assertThat(first.path("type").textValue()).isEqualTo("presence:snapshot");
    return tab;
  }
}
