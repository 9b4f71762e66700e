package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoHostsTest {

  @Test
  void nameToListenAtIsKnown() {
    assertThat(DemoHosts.of("demo.example")).containsExactly("demo.example");
    assertThat(DemoHosts.of("my_box")).containsExactly("my_box");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "192.0.2.1", ""})
  void addressNeedsNoName(String host) {
    assertThat(DemoHosts.of(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void demoAtAllAddressesKnowsTheNameOfTheMachine(String host) throws Exception {
    assertThat(DemoHosts.of(host))
        .isEqualTo(DemoHosts.of(InetAddress.getLocalHost().getHostName()));
  }
}
