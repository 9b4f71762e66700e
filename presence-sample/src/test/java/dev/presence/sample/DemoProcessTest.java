package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo as a process of its own: what it prints and with which code it ends. */
class DemoProcessTest {
  private static final String READY = "Presence demo ready: http://127.0.0.1:";
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void itTakesAFreePortSaysWhereItServesAndEndsCleanly() throws Exception {
    start("--port", "0", "--bots", "2");
    await().atMost(START).until(() -> out().contains(READY));
    String line = out().lines().filter(it -> it.startsWith(READY)).findFirst().orElseThrow();
    URI uri = URI.create(line.substring(line.indexOf("http")));
    assertThat(uri.getPort()).isPositive();
    HttpRequest request = HttpRequest.newBuilder(uri.resolve("/healthz")).build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
    process.destroy(); // SIGTERM
    assertThat(exitCode()).isIn(0, 143);
    assertThat(err()).isEmpty();
  }

  @Test
  void anOccupiedPortIsOneLineAndCode2() throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      start("--port", String.valueOf(taken.getLocalPort()));
      assertThat(exitCode()).isEqualTo(2);
      assertThat(err().lines())
          .singleElement()
          .asString()
          .contains(String.valueOf(taken.getLocalPort()), "--port");
      assertThat(out()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--nonsense, --nonsense",
    "--port=99999, 99999",
    "--port=x, x",
    "--members=-1, -1",
    "--bots=10, 10",
    "--ttl=60, 60",
    "--heartbeat=500ms, heartbeatInterval",
    "--ttl=20s, presenceTtl",
    "--grace=soon, soon",
    "--redis=http://x, http",
    "--namespace=a:b, a:b",
    "--host=192.0.2.1, 192.0.2.1",
  })
  void aWrongFlagIsOneLineAndCode2(String flag, String named) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flag));
    if (!flag.startsWith("--port")) {
      arguments.add("--port=0");
    }
    start(arguments.toArray(String[]::new));
    assertThat(exitCode()).isEqualTo(2);
    assertThat(err().lines()).singleElement().asString().contains(named);
    assertThat(out()).isEmpty();
  }

  private void start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
