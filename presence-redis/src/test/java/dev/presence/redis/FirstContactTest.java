package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstContactTest {

  private static final Map<String, String> REDIS =
      FirstContact.fieldsOf(
          "# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nused_memory:1\r\n"
              + "maxmemory_policy:allkeys-lru\r\n");

  @Test
  void versionAndEvictionPolicyAreReadFromInfo() {
    assertThat(FirstContact.versionIn(REDIS)).isEqualTo("Redis 7.0.15");
    assertThat(FirstContact.policyIn(REDIS)).isEqualTo("allkeys-lru");
  }

  @Test
  void valkeyIsNamed() {
    assertThat(
            FirstContact.versionIn(
                FirstContact.fieldsOf(
                    "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n")))
        .isEqualTo("Valkey 8.0.1");
  }

  @Test
  void aServerThatDoesNotReportIsNotWarnedAbout() {
    assertThat(FirstContact.policyIn(Map.of())).isEqualTo("noeviction");
    assertThat(FirstContact.versionIn(Map.of())).isEqualTo("it does not report its version");
  }
}
