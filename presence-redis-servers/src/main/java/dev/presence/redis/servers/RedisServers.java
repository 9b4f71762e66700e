package dev.presence.redis.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Where tests get Redis servers from: programs of this machine, or else containers. Tests that are
 * content with any single server take {@link #shared()}, which may be one that runs already.
 */
public final class RedisServers {

  static final String URI_VARIABLE = "PRESENCE_TEST_REDIS_URI";

  /** The bus of a cluster is at the port plus 10000. */
  private static final int HIGHEST_PORT = 55_535;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private static @Nullable String sharedUri;

  private RedisServers() {}

  /** The address of a server that all tests share; it ends with them. */
  public static synchronized String shared() {
    String given = System.getenv(URI_VARIABLE);
    if (given != null && !given.isBlank()) {
      return given;
    }
    if (sharedUri == null) {
      sharedUri = start().uri();
    }
    return sharedUri;
  }

  /** Starts a server of one's own, without data and persistence. */
  public static RedisServer start(String... options) {
    return start(freePort(), options);
  }

  public static RedisServer start(int port, String... options) {
    RedisServer server = new RedisServer(launcher(), port, List.of(options));
    server.start();
    return server;
  }

  /** A server that is not started yet. */
  public static RedisServer prepare(String... options) {
    return new RedisServer(launcher(), freePort(), List.of(options));
  }

  /** A port that nobody else of these tests gets. */
  public static int freePort() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = socket.getLocalPort();
        if (port <= HIGHEST_PORT && GIVEN.add(port)) {
          return port;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no free port up to " + HIGHEST_PORT);
  }

  static RedisLauncher launcher() {
    return new LauncherChoice(System.getenv(), DockerClientFactory.instance()::isDockerAvailable)
        .launcher();
  }
}
