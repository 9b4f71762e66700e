package dev.presence.sample.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.sample.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * The demo as a process of its own, one node of a cluster: to be killed, put to sleep and stopped.
 * What it logs stays in {@code target/faults}.
 */
public final class NodeProcess implements AutoCloseable {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String READY = "Presence demo ready: ";
  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;

  private NodeProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a node with a free port, without bots; it may take a moment until it serves.
   *
   * @param name what its log is called
   * @param redis the URI of the store
   * @param flags more flags of the demo
   */
  public static NodeProcess start(String name, String redis, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // several at once on a small machine: start fast, stay small
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    command.addAll(List.of("--port", "0", "--bots", "0", "--members", "400", "--redis", redis));
    command.addAll(List.of(flags));
    try {
      Path logs = Files.createDirectories(Path.of("target", "faults"));
      Path output = logs.resolve(name + ".out");
      Files.deleteIfExists(output); // what an earlier run said is not this node's
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(logs.resolve(name + ".log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new NodeProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeProcess awaitReady() {
    await().atMost(START).until(() -> said().contains(READY) || !process.isAlive());
    return this;
  }

  /** Where it serves; waits until it does. */
  public URI uri() {
    awaitReady();
    String line = said().lines().filter(it -> it.startsWith(READY)).findFirst().orElseThrow();
    return URI.create(line.substring(READY.length()));
  }

  private String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the node says of its store: {@code connected}, {@code stale}, {@code silentForMillis}. */
  JsonNode store() {
    return get("/healthz").path("store");
  }

  String id() {
    return get("/healthz").path("node").textValue();
  }

  /** Reads JSON, in the name of a user. */
  JsonNode get(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + path)).build();
    try {
      return JSON.readTree(HTTP.sendAsync(request, BodyHandlers.ofString()).join().body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Puts it to sleep; its connections stay open. */
  void pause() {
    signal("STOP");
  }

  /** Wakes it up after {@link #pause()}. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    String command = "kill -" + name + " " + process.pid();
    try {
      Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();
      if (shell.onExit().join().exitValue() != 0) {
        throw new IllegalStateException(command + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to stop in an orderly way, as a deployment does. */
  void terminate() {
    process.destroy();
  }

  /** Whether it has ended, waiting for it as long as an orderly stop may take. */
  boolean ends() throws InterruptedException {
    return process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    kill();
  }
}
