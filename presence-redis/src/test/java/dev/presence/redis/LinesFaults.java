package dev.presence.redis;

import dev.presence.redis.ScriptedServer.Dials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws what goes wrong in a run, and mends it. */
final class LinesFaults {

  private static final List<String> ERRORS =
      List.of(
          "LOADING Redis is loading the dataset in memory",
          "CLUSTERDOWN The cluster is down",
          "READONLY You can't write against a read only replica.",
          "NOREPLICAS Not enough good replicas to write.",
          "BUSY Redis is busy running a script");

  private final ScriptedWorld world;
  private final LinesJournal journal;
  private final List<LinesNode> nodes;

  private boolean mended;

  LinesFaults(ScriptedWorld world, LinesJournal journal, List<LinesNode> nodes) {
    this.world = world;
    this.journal = journal;
    this.nodes = nodes;
  }

  /** Something goes wrong now, and more of it at the same server soon after. */
  void happen() {
    ScriptedServer server = any(world.servers);
    happenAt(server);
    while (world.random.nextInt(3) > 0) {
      world.runtime.schedule(
          Duration.ofMillis(world.random.nextInt(4_000)), () -> happenAt(server));
    }
  }

  private void happenAt(ScriptedServer server) {
    if (mended) {
      return;
    }
    Duration length = Duration.ofMillis(world.random.nextInt(50, 15_000));
    switch (world.random.nextInt(13)) {
      case 0 -> during(length, server + " is down", server::crash, () -> restart(server));
      case 1 -> during(length, server + " hangs", () -> server.hung = true, server::goOn);
      case 2 -> once("connections to " + server + " break", () -> breakSome(server));
      case 3 -> once("connections to " + server + " are half-open", () -> halfOpenSome(server));
      case 4 -> dialsOf(server, length, any(List.of(Dials.values())));
      case 5 -> {
        String error = any(ERRORS);
        during(length, server + " says " + error, () -> server.error = error, () -> heal(server));
      }
      case 6 -> once(server + " forgets the scripts", server::forgetScripts);
      case 7 -> {
        int slowest = world.random.nextInt(20, 1_500);
        during(length, "slow: " + slowest, () -> world.slowest = slowest, () -> world.slowest = 2);
      }
      case 8 -> {
        LinesNode node = any(nodes);
        during(length, node + " sleeps", node.process::pause, node.process::resume);
      }
      case 9 -> {
        Dials looks = any(List.of(Dials.values()));
        during(
            length,
            "looks: " + looks,
            () -> world.looks = looks,
            () -> world.looks = Dials.CONNECT);
      }
      case 10 ->
          during(
              length,
              "the map is old",
              () -> world.staleMap = oldMap(),
              () -> world.staleMap = List.of());
      case 11 -> failOver();
      default -> move();
    }
  }

  private void connect(ScriptedServer server) {
    server.dials = Dials.CONNECT;
  }

  /** A server loads its data first. */
  private void restart(ScriptedServer server) {
    connect(server);
    if (!mended && world.random.nextBoolean()) {
      server.error = ERRORS.get(0);
      world.runtime.schedule(Duration.ofMillis(world.random.nextInt(5_000)), () -> heal(server));
    }
  }

  private void heal(ScriptedServer server) {
    server.error = "";
  }

  private void dialsOf(ScriptedServer server, Duration length, Dials dials) {
    during(
        length,
        "dials of " + server + ": " + dials,
        () -> server.dials = dials,
        () -> connect(server));
  }

  private void breakSome(ScriptedServer server) {
    List.copyOf(server.wires).stream()
        .filter(it -> world.random.nextBoolean())
        .forEach(ScriptedWire::reset);
  }

  private void halfOpenSome(ScriptedServer server) {
    List.copyOf(server.wires).stream()
        .filter(it -> world.random.nextBoolean())
        .forEach(ScriptedWire::becomeHalfOpen);
  }

  /** The map as it is now, perhaps without one of the masters. */
  private List<ClusterMap.Master> oldMap() {
    List<ClusterMap.Master> map = new ArrayList<>(world.map());
    if (map.size() > 1 && world.random.nextBoolean()) {
      map.remove(world.random.nextInt(map.size()));
    }
    return List.copyOf(map);
  }

  /** Another server has the workspaces of one that crashes. */
  private void failOver() {
    ScriptedServer old = any(List.copyOf(world.owners.values()));
    ScriptedServer next = any(world.servers);
    if (next != old) {
      once(old + " is replaced by " + next, () -> replace(old, next));
    }
  }

  private void replace(ScriptedServer old, ScriptedServer next) {
    boolean crash = world.random.nextBoolean();
    if (crash) {
      old.crash();
    }
    world.owners.forEach(
        (channel, owner) -> {
          if (owner == old) {
            world.owners.put(channel, next);
            world.moves.remove(channel);
            old.loseChannel(channel);
          }
        });
    if (crash) {
      world.runtime.schedule(Duration.ofSeconds(5), () -> connect(old));
    }
  }

  private void move() {
    String channel = any(List.copyOf(world.owners.keySet().stream().sorted().toList()));
    ScriptedServer target = any(world.servers);
    if (!world.cluster || world.moves.containsKey(channel) || target == world.owners.get(channel)) {
      return;
    }
    once(channel + " begins to move to " + target, () -> begin(channel, target, true));
    world.runtime.schedule(
        Duration.ofMillis(world.random.nextInt(10, 4_000)), () -> begin(channel, target, false));
    world.runtime.schedule(
        Duration.ofMillis(world.random.nextInt(4_000, 8_000)), () -> finish(channel, target));
  }

  private void begin(String channel, ScriptedServer target, boolean split) {
    if (target != world.owners.get(channel) && (split || world.moves.containsKey(channel))) {
      world.moves.put(channel, new ScriptedWorld.Move(target, split));
    }
  }

  private void finish(String channel, ScriptedServer target) {
    ScriptedWorld.Move move = world.moves.remove(channel);
    if (move != null && move.target() == target) {
      journal.step(channel + " has moved to " + target);
      world.owners.put(channel, target).loseChannel(channel);
    }
  }

  /** Everything is well from now on. */
  void mendAll() {
    mended = true;
    List.copyOf(world.moves.entrySet())
        .forEach(move -> finish(move.getKey(), move.getValue().target()));
    for (ScriptedServer server : world.servers) {
      connect(server);
      server.goOn();
      heal(server);
    }
    world.slowest = 2;
    world.looks = Dials.CONNECT;
    world.staleMap = List.of();
    nodes.forEach(node -> node.process.resume());
    journal.step("from now on all is well");
  }

  private void once(String what, Runnable fault) {
    journal.step(what);
    fault.run();
  }

  private void during(Duration length, String what, Runnable begin, Runnable end) {
    journal.step(what + " for " + length.toMillis() + " ms");
    begin.run();
    world.runtime.schedule(
        length,
        () -> {
          journal.step("over: " + what);
          end.run();
        });
  }

  private <T> T any(List<T> all) {
    return all.get(world.random.nextInt(all.size()));
  }
}
