package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvictionPolicyTest {

  @Test
  void thePolicyIsReadFromTheAnswerToInfo() {
    assertThat(
            EvictionPolicy.policyIn(
                "# Memory\r\nused_memory:1\r\nmaxmemory_policy:allkeys-lru\r\n"))
        .isEqualTo("allkeys-lru");
  }

  @Test
  void aServerThatNamesNoneIsLeftInPeace() {
    assertThat(EvictionPolicy.policyIn("# Memory\r\nused_memory:1\r\n")).isEqualTo("noeviction");
  }
}
