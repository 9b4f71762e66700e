package dev.presence.benchmarks.soak;

import dev.presence.benchmarks.load.Crowd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Clients of the run. {@code open} connects them, {@code churn} lets some leave and join, {@code
 * settle} ends that and reads everything, {@code count} says what happened, and {@code write FILE}
 * writes what each of them knows. Each command is answered with one line when it is done.
 */
public final class SoakCrowd {

  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_WAIT = 600 * SECOND;
  private static final int CHURN_PARTS_PER_MINUTE = 100;

  /** Clients that connect at the same time, so that the queue of the server does not overflow. */
  private static final int CONNECTING = 200;

  private final Crowd crowd = new Crowd();
  private final SoakClient.Totals totals = new SoakClient.Totals();
  private final List<SoakClient> clients = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  private final SplittableRandom random;
  private @Nullable String waiting;
  private long waitingSince;
  private int begun;
  private boolean churning;
  private boolean settling;
  private volatile boolean ended;
  private long nextChurn;
  private long nextSecond;
  private int seconds;

  private SoakCrowd(int from, int to, int watched, int members, String[] ports) throws IOException {
    random = new SplittableRandom(from);
    for (int number = from; number < to; number++) {
      int port = Integer.parseInt(ports[number % ports.length]);
      clients.add(new SoakClient(crowd, totals, number, port, watched, members));
    }
  }

  /** Arguments: first client, the one after the last, watched users, members, ports. */
  public static void main(String[] arguments) throws IOException {
    int from = Integer.parseInt(arguments[0]);
    int to = Integer.parseInt(arguments[1]);
    int watched = Integer.parseInt(arguments[2]);
    int members = Integer.parseInt(arguments[3]);
    new SoakCrowd(from, to, watched, members, arguments[4].split(",")).run();
    System.exit(0);
  }

  private void run() throws IOException {
    Thread reader = new Thread(this::readCommands, "commands");
    reader.setDaemon(true);
    reader.start();
    while (!ended) {
      crowd.poll(10);
      String command = waiting == null ? commands.poll() : null;
      if (command != null) {
        begin(command);
      }
      work(System.nanoTime());
    }
  }

  private void readCommands() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.lines().forEach(commands::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended = true;
    }
  }

  private void begin(String command) throws IOException {
    String[] words = command.split(" ");
    waitingSince = System.nanoTime();
    switch (words[0]) {
      case "open" -> waiting = command;
      case "churn" -> {
        churning = true;
        nextChurn = System.nanoTime();
        answer();
      }
      case "settle" -> {
        churning = false;
        settling = true;
        waiting = command;
        clients.forEach(SoakClient::readAll);
      }
      case "write" -> {
        Files.write(Path.of(words[1]), clients.stream().map(SoakClient::known).toList());
        answer();
      }
      default -> answer();
    }
  }

  private void work(long now) throws IOException {
    while (begun < clients.size() && begun - totals.ready < CONNECTING) {
      clients.get(begun++).connect();
    }
    if (now >= nextSecond) {
      nextSecond = now + SECOND;
      seconds++;
      everySecond();
    }
    while (churning && now >= nextChurn) {
      nextChurn += 60 * SECOND * CHURN_PARTS_PER_MINUTE / clients.size();
      clients.get(random.nextInt(clients.size())).leave(random.nextBoolean());
    }
    boolean complete = begun == clients.size() && totals.ready == clients.size();
    if (waiting != null && (complete || now - waitingSince > LONGEST_WAIT)) {
      waiting = null;
      answer();
    }
  }

  private void everySecond() throws IOException {
    for (SoakClient client : clients.subList(0, begun)) {
      if (!client.isConnected()) {
        client.connect();
      } else if (client.isSlow() && !settling) {
        client.readSome(seconds % 10 == 0);
      }
      client.retry();
    }
  }

  private void answer() {
    System.out.println(
        totals.ready
            + " "
            + totals.dropped
            + " "
            + totals.frames
            + " "
            + totals.snapshots
            + " "
            + totals.refused
            + " "
            + totals.firstDrop);
  }
}
