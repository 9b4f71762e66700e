package dev.presence;

import dev.presence.memory.internal.MemoryHub;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;

/** Nodes that meet in one store in memory, in a time that passes only when the test says so. */
final class ManualCluster {

  final ManualRuntime runtime = new ManualRuntime(42);
  final MemoryHub store;
  private final PresenceOptions options;
  private long storeSkew;

  ManualCluster() {
    this(PresenceOptions.defaults());
  }

  ManualCluster(PresenceOptions options) {
    this(options, new MemoryState());
  }

  ManualCluster(PresenceOptions options, MemoryState state) {
    this.options = options;
    this.store = new MemoryHub(state, () -> runtime.wallMillis() + storeSkew, runtime::execute);
  }

  /** Moves the store's clock, and no other. */
  void moveStoreClock(Duration jump) {
    storeSkew += jump.toMillis();
  }

  /** Starts a node with options of its own. */
  ClusterNode start(String name, PresenceOptions own) {
    ClusterNode node = new ClusterNode(this, name, own);
    settle();
    return node;
  }

  /** Starts a node that is in contact with the store. */
  ClusterNode start(String name) {
    ClusterNode node = new ClusterNode(this, name, options);
    settle();
    return node;
  }

  /** Runs what is due now. */
  void settle() {
    runtime.runUntilIdle();
  }

  /** Lets the time pass. */
  void pass(Duration time) {
    runtime.advance(time);
  }

  void passMillis(long millis) {
    pass(Duration.ofMillis(millis));
  }

  void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** The store loses all of its data. */
  void storeForgets() {
    storeForgets(new MemoryState());
  }

  /** The store loses all that happened since a copy of it was taken. */
  void storeForgets(MemoryState since) {
    store.with(
        state -> {
          state.restore(since);
          return state;
        });
  }

  /** How many workspaces take up memory in the store. */
  int storedWorkspaces() {
    long now = runtime.wallMillis();
    return store.with(
        state -> {
          state.sweep(now);
          return state.size();
        });
  }
}
