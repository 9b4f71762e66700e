package dev.presence.benchmarks;

import dev.presence.PresenceTracker;
import dev.presence.benchmarks.load.Client;
import dev.presence.benchmarks.load.Cpu;
import dev.presence.benchmarks.load.Crowd;
import dev.presence.benchmarks.load.JettyNode;
import dev.presence.benchmarks.load.PlainSockets;
import dev.presence.benchmarks.load.PresenceNode;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Many sockets join one workspace at once, over loopback. The naive design sends the whole list to
 * each joiner and one frame per join to each socket.
 */
final class Joins implements Measurement {

  private static final int WARM_UP = 500;
  private static final long QUIET_NANOS = 2_000_000_000L;
  private static final long LONGEST_NANOS = 180_000_000_000L;
  private static final String NAIVE = "naive";

  @Override
  public void measure(Figures figures) throws IOException {
    for (int round = 0; round < 2; round++) {
      presence(WARM_UP);
      naive(WARM_UP);
      bare(WARM_UP);
    }
    Load thousand = presence(1_000);
    Load naiveThousand = naive(1_000);
    report(figures, 1_000, thousand, naiveThousand, 12, 12_000, 1.2);
    figures
        .row("1,000 sockets join one workspace, server", "s of CPU")
        .add(thousand.cpuNanos / 1e9, "sockets that only open", bare(1_000).cpuNanos / 1e9);
    Load large = presence(3_000);
    Load naiveLarge = naive(3_000);
    report(figures, 3_000, large, naiveLarge, 20, 0, 0);
  }

  private static void report(
      Figures figures, int sockets, Load ours, Load naive, double mb, int frames, double seconds) {
    String work = String.format("%,d sockets join one workspace, ", sockets);
    figures
        .row(work + "sent", "MB")
        .size(sockets)
        .goal(Goal.atMost(mb))
        .add(ours.bytes / 1e6, NAIVE, naive.bytes / 1e6);
    figures
        .row(work + "sent", "frames")
        .size(sockets)
        .goal(frames == 0 ? Goal.none() : Goal.atMost(frames))
        .add(ours.frames, NAIVE, naive.frames);
    figures
        .row(work + "server", "s of CPU")
        .size(sockets)
        .goal(
            seconds == 0 ? Goal.none() : Goal.atMost(seconds),
            "see the CPU of sockets that only open")
        .add(ours.cpuNanos / 1e9, NAIVE, naive.cpuNanos / 1e9);
  }

  private static Load presence(int sockets) throws IOException {
    try (PresenceNode node = PresenceNode.start(PresenceTracker.builder().build())) {
      return load(node.port(), sockets, user -> PresenceNode.path("acme", "u" + user, ""));
    }
  }

  private static Load bare(int sockets) throws IOException {
    PlainSockets all = new PlainSockets();
    try (JettyNode node = JettyNode.start(all::deployTo)) {
      return load(node.port(), sockets, user -> "/plain?user=u" + user);
    }
  }

  private static Load naive(int sockets) throws IOException {
    Set<String> online = ConcurrentHashMap.newKeySet();
    PlainSockets all =
        new PlainSockets((session, sent) -> joined(session, sent, online), (session, text) -> {});
    try (JettyNode node = JettyNode.start(all::deployTo)) {
      return load(node.port(), sockets, user -> "/plain?user=u" + user);
    }
  }

  private static void joined(Session session, PlainSockets all, Set<String> online) {
    String user = PlainSockets.parameter(session, "user");
    online.add(user);
    PlainSockets.send(
        session,
        "{\"type\":\"presence:snapshot\",\"active\":[\"" + String.join("\",\"", online) + "\"]}");
    all.sendToAll("{\"type\":\"presence:update\",\"active\":[\"" + user + "\"]}");
  }

  private static Load load(int port, int sockets, IntFunction<String> path) throws IOException {
    Load load = new Load();
    try (Crowd crowd = new Crowd()) {
      Cpu cpu = Cpu.start();
      long start = System.nanoTime();
      load.lastFrame = start;
      for (int i = 0; i < sockets; i++) {
        crowd.connect(Client.Target.of(port), path.apply(i), load);
        if (i % 50 == 0) {
          crowd.poll(1);
        }
      }
      while (load.opened < sockets || System.nanoTime() - load.lastFrame < QUIET_NANOS) {
        crowd.poll(20);
        if (System.nanoTime() - start > LONGEST_NANOS) {
          throw new IllegalStateException(
              load.opened + " of " + sockets + " sockets opened in time");
        }
      }
      load.cpuNanos = cpu.othersNanos();
      if (load.closed > 0) {
        throw new IllegalStateException("the server closed " + load.closed + " sockets");
      }
    }
    return load;
  }

  private static final class Load implements Client.Listener {
    private int opened;
    private int closed;
    private int frames;
    private long bytes;
    private long lastFrame;
    private long cpuNanos;

    @Override
    public void opened(Client client) {
      opened++;
    }

    @Override
    public void text(Client client, byte[] text, int from, int to) {
      frames++;
      bytes += to - from;
      lastFrame = System.nanoTime();
    }

    @Override
    public void closed(Client client, int code) {
      closed++;
    }
  }
}
