package dev.presence.redis.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests of faults do to a server, whichever way it runs. */
class RedisServerTest {

  private static final String PROCESS_ID =
      "return tonumber(redis.call('INFO', 'server'):match('process_id:(%d+)'))";

  private static final String IS_VALKEY =
      "return redis.call('INFO', 'server'):match('valkey_version') and 1 or 0";

  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServers.start();
    server.tell("SET before kept");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aKilledServerIsGoneAndStartsEmpty() throws IOException {
    server.kill();
    assertThat(server.answers()).isFalse();
    server.start();
    assertThat(server.ask("EXISTS before")).isEqualTo(":0");
  }

  @Test
  void aServerStartsAsItWasWhenTheSnapshotWasTaken() throws IOException {
    byte[] snapshot = server.snapshot();
    server.tell("SET after lost");
    server.kill();
    server.start(snapshot);
    assertThat(server.ask("EXISTS before")).isEqualTo(":1");
    assertThat(server.ask("EXISTS after")).isEqualTo(":0");
  }

  @Test
  void aPausedServerTakesConnectionsAndSaysNothingUntilItGoesOn() throws IOException {
    server.pause();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("EXISTS before\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(300);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.getInputStream().read());
      server.resume();
      socket.setSoTimeout(10_000);
      assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(new byte[] {':', '1'});
    }
  }

  /** Or else bin/test --valkey would show nothing. */
  @Test
  void itIsValkeyWhereThatIsChosenAndOnlyThere() throws IOException {
    boolean chosen = RedisServers.launcher().toString().contains("valkey");
    boolean valkey = server.ask("EVAL \"" + IS_VALKEY + "\" 0").equals(":1");
    assertThat(valkey).isEqualTo(chosen);
  }

  /** Or else bin/test --docker would show nothing. */
  @Test
  void itIsTheFirstProcessOfAContainerWhereContainersAreChosenAndOnlyThere() throws IOException {
    boolean chosen = RedisServers.launcher() instanceof ContainerLauncher;
    boolean first = server.ask("EVAL \"" + PROCESS_ID + "\" 0").equals(":1");
    assertThat(first).isEqualTo(chosen);
  }
}
