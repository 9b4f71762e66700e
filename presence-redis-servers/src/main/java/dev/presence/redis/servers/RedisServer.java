package dev.presence.redis.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.redis.servers.RedisLauncher.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A Redis server of a test's own, which can be paused, killed and started again. */
public final class RedisServer implements AutoCloseable {

  /** The option that makes a server a Sentinel. */
  public static final String SENTINEL = "--sentinel";

  /** Settings, none at first: a Sentinel keeps there what it knows. */
  private static final String CONFIG = "empty.conf";

  private static final String SNAPSHOT = "dump.rdb";

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

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts the server, without data; it answers when this returns. */
  public void start() {
    start(Map.of());
  }

  /** Starts the server with the data of a {@linkplain #snapshot() snapshot}. */
  public void start(byte[] snapshot) {
    start(Map.of(SNAPSHOT, snapshot));
  }

  private void start(Map<String, byte[]> data) {
    Map<String, byte[]> files = new HashMap<>(data);
    List<String> arguments = new ArrayList<>();
    if (options.contains(SENTINEL)) {
      files.put(CONFIG, new byte[0]);
      arguments.add(CONFIG);
    } else {
      arguments.addAll(List.of("--save", "", "--appendonly", "no"));
    }
    arguments.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--daemonize", "no"));
    arguments.addAll(options);
    Running started = launcher.launch(arguments, files);
    running = started;
    try {
      Awaitility.await().atMost(PATIENCE).until(this::answers);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(started.output(), e);
    }
  }

  /** Whether the server says anything at all; also an error shows that it is there. */
  public boolean answers() {
    try {
      return !ask("PING").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** The first line of the answer to a command; {@code -} begins an error. */
  public String ask(String command) throws IOException {
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
  public void tell(String command) {
    try {
      assertThat(ask(command)).as(command).doesNotStartWith("-");
    } catch (IOException e) {
      throw new AssertionError(command, e);
    }
  }

  /** What the server would restart with if it saved now and crashed at some time after it. */
  public byte[] snapshot() {
    tell("SAVE");
    return running().read(SNAPSHOT);
  }

  /** Stops the server from doing anything; its connections stay open, and new ones are taken. */
  public void pause() {
    running().pause();
  }

  /** Lets the server go on after {@link #pause()}. */
  public void resume() {
    running().resume();
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("the server at port " + port + " does not run");
    }
    return running;
  }

  /** Ends the server at once, as a crash does. */
  public void kill() {
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
