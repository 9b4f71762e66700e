package dev.presence.testkit.simulation;

import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The shared store of a simulated cluster: one or more {@linkplain Master masters}, over which the
 * workspaces are spread. The data and what the operations do to it are those of the in-memory
 * store; this adds the network and the bad days. For one thread.
 */
final class StoreWorld {

  final ManualRuntime runtime;
  final RandomGenerator random;
  final Unreliability unreliability = new Unreliability();

  /** The network as a whole is unreliable. */
  final Trouble trouble = new Trouble();

  private final Conditions conditions;
  private final List<Master> masters = new ArrayList<>();

  StoreWorld(ManualRuntime runtime, Conditions conditions) {
    this.runtime = runtime;
    this.random = runtime.process("store").random();
    this.conditions = conditions;
    for (int i = 0; i < conditions.masters; i++) {
      masters.add(new Master(runtime, "m" + i, conditions.pageSize));
    }
  }

  long now() {
    return runtime.ticks();
  }

  List<Master> masters() {
    return masters;
  }

  Master master(String workspaceId) {
    return masters.get(indexOf(workspaceId));
  }

  int indexOf(String workspaceId) {
    return conditions.workspaces.indexOf(workspaceId) % masters.size();
  }

  Master anyMaster(RandomGenerator chance) {
    return masters.get(chance.nextInt(masters.size()));
  }

  /** A node's way to the store. */
  SimulatedStore store(ManualProcess process, PresenceOptions options) {
    long knownAt = now() + conditions.discoveryMillis(random);
    List<Line> lines = new ArrayList<>();
    for (Master master : masters) {
      Latency latency = conditions.latency(random);
      Line line = new Line(master, this, process, latency, new Absence(options));
      if (knownAt > now()) {
        line.trouble.happened(knownAt);
      }
      lines.add(line);
    }
    return new SimulatedStore(this, lines, knownAt);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
