package dev.presence.benchmarks;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.benchmarks.load.Client;
import dev.presence.benchmarks.load.Cpu;
import dev.presence.benchmarks.load.Crowd;
import dev.presence.benchmarks.load.JettyNode;
import dev.presence.benchmarks.load.PlainSockets;
import dev.presence.benchmarks.load.PresenceNode;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * One change to many sockets, again and again. The limit is a loop that sends a text of the same
 * length to the same number of sockets, as often.
 */
final class FanOut implements Measurement {

  private static final int SOCKETS = 800;
  private static final int PER_SECOND = 20;
  private static final int CHANGES = 120;
  private static final int ROUNDS = 7;
  private static final String TEXT =
      "{\"type\":\"presence:update\",\"version\":123,\"away\":[\"changing\"]}";

  @Override
  public void measure(Figures figures) throws IOException {
    PresenceOptions options =
        PresenceOptions.builder()
            .window(Duration.ofMillis(10))
            .busyWindow(Duration.ofMillis(10))
            .build();
    PlainSockets plain = new PlainSockets();
    ExecutorService server = Executors.newSingleThreadExecutor(); // not the thread of the clients
    try (PresenceNode node =
            PresenceNode.start(PresenceTracker.builder().options(options).build());
        JettyNode bare = JettyNode.start(plain::deployTo);
        Crowd crowd = new Crowd()) {
      PresenceConnection changing = node.tracker().workspace("acme").connect("changing");
      Received received = new Received();
      open(crowd, received, node.port(), i -> PresenceNode.path("acme", "u" + i, ""));
      open(crowd, received, bare.port(), i -> "/plain?user=u" + i);
      double[] ours = new double[ROUNDS];
      double[] loop = new double[ROUNDS];
      for (int round = -2; round < ROUNDS; round++) {
        double one =
            round(
                crowd,
                received,
                n -> changing.setActivity(n % 2 == 0 ? Activity.AWAY : Activity.ACTIVE));
        double two = round(crowd, received, n -> server.execute(() -> plain.sendToAll(TEXT)));
        if (round >= 0) {
          ours[round] = one;
          loop[round] = two;
        }
      }
      figures
          .row("CPU per frame, Jetty", "µs")
          .size(SOCKETS)
          .goal(Goal.ratioAtMost(1.1))
          .add(median(ours), "loop that sends the same", median(loop));
    } finally {
      server.shutdown();
    }
  }

  private static void open(Crowd crowd, Received received, int port, IntFunction<String> path)
      throws IOException {
    received.opened = 0;
    for (int i = 0; i < SOCKETS; i++) {
      crowd.connect(Client.Target.of(port), path.apply(i), received);
      crowd.poll(1);
    }
    long end = System.nanoTime() + 3_000_000_000L;
    while (received.opened < SOCKETS || System.nanoTime() < end) {
      crowd.poll(10);
    }
  }

  /** Microseconds of CPU per frame of everything but the clients. */
  private static double round(Crowd crowd, Received received, Work work) throws IOException {
    received.frames = 0;
    Cpu cpu = Cpu.start();
    long start = System.nanoTime();
    for (int change = 0; change < CHANGES; change++) {
      work.change(change);
      long next = start + (change + 1) * 1_000_000_000L / PER_SECOND;
      long wanted = (long) (change + 1) * SOCKETS;
      while (received.frames < wanted || System.nanoTime() < next) {
        crowd.poll(5);
      }
    }
    return cpu.othersNanos() / 1e3 / received.frames;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  @FunctionalInterface
  private interface Work {
    void change(int number);
  }

  private static final class Received implements Client.Listener {
    private int opened;
    private int frames;

    @Override
    public void opened(Client client) {
      opened++;
    }

    @Override
    public void text(Client client, byte[] bytes, int from, int to) {
      frames++;
    }
  }
}
