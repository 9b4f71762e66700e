package dev.presence.benchmarks;

import dev.presence.PresenceConnection;
import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;

/**
 * Two nodes over one store in memory, in manual time on one thread, so that a measurement is the
 * work and nothing else: no threads, no network, no waiting.
 */
final class TwoNodes {

  static final String WORKSPACE = "acme";

  private final ManualRuntime runtime = new ManualRuntime();
  private final Workspace first;
  private final Workspace second;

  /** Connects so many users, half of them to each node, and lets everything settle. */
  TwoNodes(int users) {
    InMemoryPresenceStore store = InMemoryPresenceStore.create(runtime);
    first = tracker(store).workspace(WORKSPACE);
    second = tracker(store).workspace(WORKSPACE);
    for (int i = 0; i < users; i++) {
      (i % 2 == 0 ? first : second).connect("user" + i);
    }
    pass(Duration.ofSeconds(2));
  }

  private PresenceTracker tracker(InMemoryPresenceStore store) {
    return PresenceTracker.builder().runtime(runtime).store(store.shared()).build();
  }

  void pass(Duration time) {
    runtime.advance(time);
  }

  /**
   * Connects a user to the first node, and takes it out again once the second node was told of
   * both.
   */
  void comeAndGo(String userId) {
    PresenceConnection tab = first.connect(userId);
    pass(Duration.ofMillis(300));
    tab.leave();
    pass(Duration.ofMillis(300));
  }

  /** Connects so many users to the first node at once, and takes them out again. */
  void storm(int users) {
    PresenceConnection[] tabs = new PresenceConnection[users];
    for (int i = 0; i < users; i++) {
      tabs[i] = first.connect("storm" + i);
    }
    pass(Duration.ofMillis(600));
    for (PresenceConnection tab : tabs) {
      tab.leave();
    }
    pass(Duration.ofMillis(600));
  }
}
