package dev.presence.benchmarks;

import dev.presence.PresenceTracker;
import dev.presence.benchmarks.load.Client;
import dev.presence.benchmarks.load.Crowd;
import dev.presence.benchmarks.load.JettyNode;
import dev.presence.benchmarks.load.PlainSockets;
import dev.presence.benchmarks.load.PresenceNode;
import dev.presence.model.PresenceOptions;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.redis.servers.RedisServer;
import dev.presence.redis.servers.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the socket of one node to a socket of another node, at 500 changes per second over Redis.
 * The limit is the same way with a PUBLISH and nothing else.
 */
final class Latency implements Measurement {

  private static final int SENDERS = 250;
  private static final int PER_SECOND = 500;
  private static final int WARM_UP = 5 * PER_SECOND;
  private static final int CHANGES = 20 * PER_SECOND;
  private static final double PERCENTILE = 0.99;
  private static final double ALLOWED_RATIO = 1.5;
  private static final String CHANNEL = "plain";

  @Override
  public void measure(Figures figures) throws IOException {
    try (RedisServer redis = RedisServers.start()) {
      double[] bare = bare(redis.uri());
      double[] ours = presence(redis.uri());
      PresenceOptions options = PresenceOptions.defaults();
      double window = options.busyWindow().toNanos() / 1e6;
      double limit = ALLOWED_RATIO * at(bare, PERCENTILE) + window;
      figures
          .row("socket to a socket of another node, 500 changes per second, p99", "ms")
          .goal(Goal.atMost(limit))
          .add(at(ours, PERCENTILE), "socket, PUBLISH, socket", at(bare, PERCENTILE));
      figures
          .row("socket to a socket of another node, 500 changes per second, median", "ms")
          .add(at(ours, 0.5), "socket, PUBLISH, socket", at(bare, 0.5));
    }
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))];
  }

  private static double[] presence(String redis) throws IOException {
    try (PresenceNode first = PresenceNode.start(tracker(redis));
        PresenceNode second = PresenceNode.start(tracker(redis));
        Crowd crowd = new Crowd()) {
      Run run = new Run(crowd);
      run.watch(second.port(), PresenceNode.path("acme", "watcher", ""));
      for (int i = 0; i < SENDERS; i++) {
        run.sender(first.port(), PresenceNode.path("acme", "u" + i, "&watch=none"));
      }
      return run.run(
          (user, active) -> "{\"type\":\"presence:activity\",\"active\":" + active + "}");
    }
  }

  private static PresenceTracker tracker(String redis) {
    return PresenceTracker.builder().store(RedisPresenceStore.builder().uri(redis).build()).build();
  }

  private static double[] bare(String redis) throws IOException {
    RedisClient client = RedisClient.create(redis);
    try (StatefulRedisPubSubConnection<String, String> feed = client.connectPubSub()) {
      RedisAsyncCommands<String, String> commands = client.connect().async();
      PlainSockets from =
          new PlainSockets(
              (session, all) -> {}, (session, text) -> commands.publish(CHANNEL, text));
      PlainSockets to = new PlainSockets();
      feed.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String text) {
              to.sendToAll(text);
            }
          });
      feed.sync().subscribe(CHANNEL);
      try (JettyNode first = JettyNode.start(from::deployTo);
          JettyNode second = JettyNode.start(to::deployTo);
          Crowd crowd = new Crowd()) {
        Run run = new Run(crowd);
        run.watch(second.port(), "/plain");
        for (int i = 0; i < SENDERS; i++) {
          run.sender(first.port(), "/plain");
        }
        return run.run(
            (user, active) -> "{\"" + (active ? "active" : "away") + "\":[\"u" + user + "\"]}");
      }
    } finally {
      client.shutdown();
    }
  }

  /** What a client sends to change its status. */
  @FunctionalInterface
  private interface Request {
    String text(int user, boolean active);
  }

  /** One user after the other changes; a watcher notes when it learns of it. */
  private static final class Run implements Client.Listener {
    private final Crowd crowd;
    private final List<Client> senders = new ArrayList<>();
    private final long[] sentAt = new long[SENDERS];
    private final boolean[] active = new boolean[SENDERS];
    private final List<Double> millis = new ArrayList<>();
    private @Nullable Client watcher;
    private int opened;
    private int handled;

    Run(Crowd crowd) {
      this.crowd = crowd;
      Arrays.fill(active, true);
    }

    void watch(int port, String path) throws IOException {
      watcher = crowd.connect(Client.Target.of(port), path, this);
    }

    void sender(int port, String path) throws IOException {
      senders.add(crowd.connect(Client.Target.of(port), path, this));
    }

    double[] run(Request request) throws IOException {
      long settled = System.nanoTime() + 3_000_000_000L;
      while (opened <= SENDERS || System.nanoTime() < settled) {
        crowd.poll(10);
      }
      long start = System.nanoTime();
      for (int change = 0; change < WARM_UP + CHANGES; change++) {
        long due = start + change * 1_000_000_000L / PER_SECOND;
        while (System.nanoTime() < due) {
          crowd.poll(1);
        }
        int user = change % SENDERS;
        if (sentAt[user] == 0) { // otherwise the last change of this user is still on its way
          active[user] = !active[user];
          sentAt[user] = System.nanoTime();
          senders.get(user).send(request.text(user, active[user]));
        }
        if (change == WARM_UP) {
          millis.clear();
        }
      }
      while (System.nanoTime() - start
          < (WARM_UP + CHANGES + PER_SECOND) * 1_000_000_000L / PER_SECOND) {
        crowd.poll(10);
      }
      if (handled < (WARM_UP + CHANGES) / 2) {
        throw new IllegalStateException("the watcher received only " + handled + " changes");
      }
      return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    @Override
    public void opened(Client client) {
      opened++;
    }

    @Override
    public void text(Client client, byte[] bytes, int from, int to) {
      if (client == watcher) {
        String frame = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        column(frame, "\"active\":[", true);
        column(frame, "\"away\":[", false);
      }
    }

    private void column(String frame, String name, boolean isActive) {
      int column = frame.indexOf(name);
      if (column < 0) {
        return;
      }
      for (String id :
          frame.substring(column + name.length(), frame.indexOf(']', column)).split(",")) {
        if (id.startsWith("\"u")) {
          changed(Integer.parseInt(id.substring(2, id.length() - 1)), isActive);
        }
      }
    }

    private void changed(int user, boolean isActive) {
      if (sentAt[user] != 0 && active[user] == isActive) {
        handled++;
        millis.add((System.nanoTime() - sentAt[user]) / 1e6);
        sentAt[user] = 0;
      }
    }
  }
}
