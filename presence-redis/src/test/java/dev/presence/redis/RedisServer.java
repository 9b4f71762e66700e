package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.RedisLauncher.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A Redis server of a test's own, which can be killed and started again. */
final class RedisServer implements AutoCloseable {

  /** The option that makes a server a Sentinel. */
  static final String SENTINEL = "--sentinel";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisLauncher launcher;
  private final int port;
  private final List<String> options;
  private @Nullable Running running;

  RedisServer(RedisLauncher launcher, int port, List<String> options) {
    this.launcher = launcher;
    this.port = port;
    this.options = options;
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts the server, without data; it answers when this returns. */
  void start() {
    List<String> arguments = new ArrayList<>();
    if (options.contains(SENTINEL)) {
      arguments.add(RedisLauncher.CONFIG);
    } else {
      arguments.addAll(List.of("--save", "", "--appendonly", "no"));
    }
    arguments.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--daemonize", "no"));
    arguments.addAll(options);
    Running started = launcher.launch(arguments);
    running = started;
    try {
      Awaitility.await().atMost(PATIENCE).until(this::answers);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(started.output(), e);
    }
  }

  /** Whether the server says anything at all; also an error shows that it is there. */
  boolean answers() {
    try {
      return !ask("PING").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** The first line of the answer to a command; {@code -} begins an error. */
  String ask(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line;
    }
  }

  /** Does a command that must succeed. */
  void tell(String command) {
    try {
      assertThat(ask(command)).as(command).doesNotStartWith("-");
    } catch (IOException e) {
      throw new AssertionError(command, e);
    }
  }

  /** Ends the server at once, as a crash does. */
  void kill() {
    if (running != null) {
      running.kill();
      running = null;
    }
  }

  @Override
  public void close() {
    kill();
  }
}
