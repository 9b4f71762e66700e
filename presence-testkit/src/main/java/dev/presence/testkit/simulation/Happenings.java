package dev.presence.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What those who make things happen in a run have in common. */
abstract class Happenings {

  final Cluster cluster;
  final Users users;
  final RandomGenerator random;

  Happenings(Cluster cluster, Users users, RandomGenerator random) {
    this.cluster = cluster;
    this.users = users;
    this.random = random;
  }

  final SimulatedNode anyNode() {
    List<SimulatedNode> alive = cluster.alive();
    return alive.get(random.nextInt(alive.size()));
  }

  final Master anyMaster() {
    List<Master> all = cluster.store.masters();
    return all.get(random.nextInt(all.size()));
  }

  final String anyWorkspace() {
    return users.anyWorkspace();
  }

  final void later(long millis, Runnable task) {
    cluster.runtime.schedule(Duration.ofMillis(millis), task);
  }

  final long between(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  final void step(String text) {
    cluster.step(text);
  }
}
