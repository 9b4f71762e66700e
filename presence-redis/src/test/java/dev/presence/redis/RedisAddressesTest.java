package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:6379",
        "http://localhost",
        "redis:localhost",
        "redis://",
        "redis://localhost:port",
        "redis://one:1,two:2",
        "redis-sentinel://localhost:26379",
        "redis-socket:///tmp/redis"
      })
  void whatCannotBeUnderstoodIsRefusedAtOnce(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.create(uri))
        .withMessageContaining("\"" + uri + "\"")
        .withMessageContaining("allowed are redis://host:6379");
  }

  @Test
  void aSettingThatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.create(null))
        .withMessageContaining("the Redis URI is null");
  }

  @Test
  void aPasswordIsNeverShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.create("redis://ada:secret@one:1,two:2"))
        .withMessageNotContaining("secret")
        .withMessageContaining("redis://***@one:1,two:2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisPresenceStore.create("http://:se@cret@one:1"))
        .withMessageNotContaining("cret");
  }

  @Test
  void aClusterHasNeitherSentinelsNorDatabasesAndIsNamed() {
    RedisPresenceStore.Builder builder = RedisPresenceStore.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(builder::clusterUris)
        .withMessageContaining("no Redis URI");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.clusterUris("redis-sentinel://one:1#name"))
        .withMessageContaining("Sentinel");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.clusterUris("redis://one:1", "redis://two:2/3"))
        .withMessageContaining("database 0");
  }

  @Test
  void whatIsAllowedIsUnderstood() {
    RedisURI plain = RedisAddresses.one("redis://ada:secret@one:1/2");
    assertThat(plain.getHost()).isEqualTo("one");
    assertThat(plain.getPort()).isEqualTo(1);
    assertThat(plain.getDatabase()).isEqualTo(2);
    assertThat(plain.getTimeout()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(plain.getLibraryName()).isEmpty();
    assertThat(RedisAddresses.one("rediss://one").isSsl()).isTrue();
    RedisURI sentinel = RedisAddresses.one("redis-sentinel://one:1,two:2/0#name");
    assertThat(sentinel.getSentinelMasterId()).isEqualTo("name");
    assertThat(sentinel.getSentinels()).hasSize(2);
    assertThat(RedisAddresses.cluster(List.of("redis://one:1", "rediss://two:2"))).hasSize(2);
  }
}
