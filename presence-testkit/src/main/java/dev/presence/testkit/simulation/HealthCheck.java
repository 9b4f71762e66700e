package dev.presence.testkit.simulation;

import dev.presence.model.PresenceHealth;
import dev.presence.model.PresenceHealth.Shard;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code health()} tells the truth: about the masters, and about the views. */
final class HealthCheck {

  /** A probe goes out once per second, and fails after its timeout. */
  private static final long NOTICE = 4_000;

  private static final String FRESH = "is not stale, though a view is";
  private static final String STALE = "is stale, though nothing has been wrong for long";

  private final Cluster cluster;
  private final Checkers checkers;
  private final Map<SimulatedNode, String> reported = new HashMap<>();

  /** Since when what a node says seems wrong, by node and what it says. */
  private final Map<String, Long> since = new HashMap<>();

  HealthCheck(Cluster cluster, Checkers checkers) {
    this.cluster = cluster;
    this.checkers = checkers;
  }

  /** To be called once per second for each node. */
  void look(SimulatedNode node) {
    PresenceHealth health = node.tracker.health();
    for (Line line : node.store.lines()) {
      look(node, line, shardOf(line, health), health);
    }
    boolean saysStale = health.isStale() && health.staleWorkspaces() > 0;
    if (lasts(node, FRESH, hasStaleView(node) && !saysStale, cluster.bounds.propagation())) {
      report(node, health, FRESH);
    }
    if (lasts(node, STALE, isCalm(node) && health.isStale(), opening())) {
      report(node, health, STALE);
    }
  }

  /** True when this is wrong at each look for so long. */
  private boolean lasts(SimulatedNode node, String what, boolean wrong, long millis) {
    String key = node + what;
    if (!wrong) {
      since.remove(key);
      return false;
    }
    return cluster.now() - since.computeIfAbsent(key, first -> cluster.now()) > millis;
  }

  /** A workspace that has just been opened is stale until it is read. */
  private long opening() {
    return cluster.bounds.propagation() + cluster.bounds.load();
  }

  private static @Nullable Shard shardOf(Line line, PresenceHealth health) {
    for (Shard shard : health.shards()) {
      if (shard.id().equals(line.shard().id())) {
        return shard;
      }
    }
    return null;
  }

  private void look(SimulatedNode node, Line line, @Nullable Shard shard, PresenceHealth health) {
    boolean stale = shard == null ? health.isStale() : shard.isStale();
    if (!stale && isSilent(node, line)) {
      report(node, health, "is not stale, though " + line.master + " is silent");
    }
    boolean inTime = !cluster.conditions.slowest.isBeyondTimeout(); // else a probe may be late
    long reachable = cluster.now() - reachableSince(node, line);
    boolean answers = inTime && reachable > NOTICE + cluster.bounds.propagation();
    if (answers && (shard == null || !shard.isConnected() || shard.isStale())) {
      report(node, health, "is not connected to " + line.master + ", which answers");
    }
  }

  private long reachableSince(SimulatedNode node, Line line) {
    long around = Math.max(cluster.store.trouble.calmSince(), line.master.trouble.calmSince());
    long here = Math.max(node.trouble.calmSince(), line.trouble.calmSince());
    return Math.max(node.startedAt, Math.max(around, here));
  }

  /** True when the node, which is awake, has had no answer of this master for long enough. */
  private boolean isSilent(SimulatedNode node, Line line) {
    long awake = Math.max(node.startedAt, node.trouble.calmSince());
    long from = Math.max(awake, line.silentSince());
    long most = node.options.staleAfter().toMillis() + NOTICE + cluster.bounds.propagation();
    return cluster.now() - from > most;
  }

  private boolean hasStaleView(SimulatedNode node) {
    for (Viewer viewer : node.viewers.values()) {
      if (viewer.isOpen() && viewer.isStale()) {
        return true;
      }
    }
    return false;
  }

  private boolean isCalm(SimulatedNode node) {
    long calm = Trouble.NEVER;
    for (Line line : node.store.lines()) {
      calm = Math.max(calm, reachableSince(node, line));
    }
    return cluster.now() - calm > cluster.bounds.completion(node) && !hasStaleView(node);
  }

  private void report(SimulatedNode node, PresenceHealth health, String text) {
    if (!text.equals(reported.put(node, text))) {
      checkers.violation(node + " " + text + ": " + health);
    }
  }
}
