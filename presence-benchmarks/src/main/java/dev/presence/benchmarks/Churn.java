package dev.presence.benchmarks;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users connect and leave, one node, in memory. The limit is a bare map with the same puts and
 * removals.
 */
final class Churn implements Measurement {

  private static final int USERS = 1_000;
  private static final int PAIRS = 300_000;
  private static final int ROUNDS = 8;

  @Override
  public void measure(Figures figures) {
    String[] ids = new String[USERS];
    for (int i = 0; i < USERS; i++) {
      ids[i] = "user" + i;
    }
    double best = 0;
    double bestBare = 0;
    try (PresenceTracker tracker = PresenceTracker.builder().build()) {
      Workspace workspace = tracker.workspace("acme");
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, presence(workspace, ids));
        bestBare = Math.max(bestBare, bare(ids));
      }
    }
    figures
        .row("connect and leave, one node, in memory", "pairs per second")
        .goal(
            Goal.atLeast(300_000),
            "depends on the processor and on what else runs; see the load above")
        .add(best, "bare map", bestBare);
  }

  private static double presence(Workspace workspace, String[] ids) {
    long start = System.nanoTime();
    PresenceConnection last = workspace.connect("last");
    for (int i = 0; i < PAIRS; i++) {
      workspace.connect(ids[i % USERS]).leave();
    }
    last.leave();
    last.flush().join();
    return PAIRS * 1e9 / (System.nanoTime() - start);
  }

  private static double bare(String[] ids) {
    Map<String, Object> map = new ConcurrentHashMap<>();
    long start = System.nanoTime();
    for (int i = 0; i < PAIRS; i++) {
      map.put(ids[i % USERS], new Object());
      map.remove(ids[i % USERS]);
    }
    return PAIRS * 1e9 / (System.nanoTime() - start);
  }
}
