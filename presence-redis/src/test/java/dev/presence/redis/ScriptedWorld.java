package dev.presence.redis;

import dev.presence.redis.ClusterMap.Master;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Servers that share workspaces between them, the network to them, and the truth about both. */
final class ScriptedWorld {

  /** A slot that is moving; with {@code split} keys some of its keys are at either server. */
  record Move(ScriptedServer target, boolean split) {}

  final ManualRuntime runtime;
  final SplittableRandom random;
  final boolean cluster;
  final List<ScriptedServer> servers = new ArrayList<>();
  final List<String> workspaces = new ArrayList<>();

  /** Who has the channel, with all of its workspace. */
  final Map<String, ScriptedServer> owners = new HashMap<>();

  final Map<String, Move> moves = new HashMap<>();

  /** The map as it was before, while the cluster answers an old one; else empty. */
  List<Master> staleMap = List.of();

  /** What a look at the map meets. */
  ScriptedServer.Dials looks = ScriptedServer.Dials.CONNECT;

  /** How long the way to a server takes at most, in milliseconds, and the same back. */
  int slowest = 2;

  /** How long it takes each time; 0 when that is drawn. */
  int steadyMillis;

  /** The time of every dial, by node and address. */
  final Map<List<Object>, List<Long>> dials = new HashMap<>();

  private long messages;

  ScriptedWorld(long seed, boolean cluster, int serverCount, int workspaceCount) {
    this.runtime = new ManualRuntime(seed);
    this.random = new SplittableRandom(seed);
    this.cluster = cluster;
    for (int i = 0; i < serverCount; i++) {
      servers.add(new ScriptedServer("server" + i + ":6379", this));
    }
    for (int i = 0; i < workspaceCount; i++) {
      String workspace = "w" + i;
      workspaces.add(workspace);
      owners.put(channel(workspace), servers.get(cluster ? i % (serverCount - 1) : 0));
    }
  }

  static String channel(String workspace) {
    return KeySpace.DEFAULT.of(workspace).channel();
  }

  String channelOf(String key) {
    return key.substring(0, key.indexOf('}') + 1);
  }

  ScriptedServer ownerOf(String workspace) {
    return owners.get(channel(workspace));
  }

  long latency() {
    return steadyMillis > 0 ? steadyMillis : random.nextInt(slowest) + 1L;
  }

  String nextMessage(String channel) {
    messages++;
    return "1G" + messages + " " + FeedText.nodePart(channel);
  }

  long lastMessage() {
    return messages;
  }

  /** Throws what a server says of a key that it cannot serve. */
  void route(ScriptedServer server, String channel, int keys, boolean asked) {
    if (!cluster) {
      return;
    }
    ScriptedServer owner = owners.get(channel);
    Move move = moves.get(channel);
    int slot = SlotHash.getSlot(channel);
    if (server == owner) {
      if (move != null && keys > 0) {
        if (!move.split) {
          throw error("ASK " + slot + " " + move.target.address);
        }
        if (keys > 2) {
          throw error("TRYAGAIN Multiple keys request during rehashing of slot");
        }
      }
    } else if (!asked || move == null || move.target != server) {
      throw error("MOVED " + slot + " " + owner.address);
    } else if (keys > 1) {
      throw error("TRYAGAIN Multiple keys request during rehashing of slot");
    }
  }

  private static RedisCommandExecutionException error(String message) {
    return new RedisCommandExecutionException(message);
  }

  /** The map as it is. */
  List<Master> map() {
    Map<String, List<Integer>> slots = new HashMap<>();
    owners.forEach(
        (channel, owner) ->
            slots
                .computeIfAbsent(owner.address, it -> new ArrayList<>())
                .add(SlotHash.getSlot(channel)));
    return slots.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(it -> new Master(it.getKey(), it.getValue()))
        .toList();
  }

  // ---------------------------------------------------------------- for a node

  ClusterMap mapOf(ManualProcess node) {
    return new ClusterMap() {
      @Override
      public CompletionStage<List<Master>> look() {
        return after(looks, node, () -> staleMap.isEmpty() ? map() : staleMap);
      }

      @Override
      public Dialer dialer(String address) {
        return dialerOf(node, address);
      }
    };
  }

  Dialer dialerOf(ManualProcess node, String address) {
    return new Dialer() {
      @Override
      public boolean mayMove() {
        return !cluster;
      }

      @Override
      public CompletionStage<CommandWire> commands() {
        return dial(server -> new ScriptedCommandWire(server, ScriptedWorld.this, node));
      }

      @Override
      public CompletionStage<FeedWire> messages() {
        return dial(server -> new ScriptedFeedWire(server, ScriptedWorld.this, node));
      }

      private <W extends Wire> CompletionStage<W> dial(Function<ScriptedServer, W> connect) {
        ScriptedServer server = serverAt(address);
        dials.computeIfAbsent(List.of(node, address), it -> new ArrayList<>()).add(runtime.ticks());
        return after(
            server.hung ? ScriptedServer.Dials.NEVER_END : server.dials,
            node,
            () -> {
              W wire = connect.apply(server);
              if (server.dials == ScriptedServer.Dials.CLOSE_AT_ONCE) {
                runtime.schedule(Duration.ofMillis(latency()), () -> ((ScriptedWire) wire).reset());
              } else if (server.dials == ScriptedServer.Dials.FAIL) {
                ((ScriptedWire) wire).reset(); // it crashed meanwhile
              }
              return wire;
            });
      }

      @Override
      public String toString() {
        return address;
      }
    };
  }

  /** A single server that was replaced is found under the name of the first. */
  private ScriptedServer serverAt(String address) {
    if (!cluster) {
      return owners.values().iterator().next();
    }
    return servers.stream().filter(it -> it.address.equals(address)).findFirst().orElseThrow();
  }

  private <T> CompletionStage<T> after(
      ScriptedServer.Dials how, ManualProcess node, Supplier<T> result) {
    CompletableFuture<T> future = new CompletableFuture<>();
    switch (how) {
      case CONNECT, CLOSE_AT_ONCE ->
          node.schedule(Duration.ofMillis(2 * latency()), () -> future.complete(result.get()));
      case END_LATE ->
          node.schedule(
              Duration.ofMillis(random.nextInt(3_000, 20_000)),
              () -> future.complete(result.get()));
      case FAIL ->
          node.schedule(
              Duration.ofMillis(latency()),
              () -> future.completeExceptionally(new RedisConnectionException("refused")));
      case NEVER_END -> {
        // nobody hears of it
      }
    }
    return future;
  }
}
