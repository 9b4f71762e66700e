package dev.presence.benchmarks;

import dev.presence.PresenceTracker;
import dev.presence.PresenceView;
import dev.presence.Workspace;
import dev.presence.benchmarks.load.Client;
import dev.presence.benchmarks.load.Cpu;
import dev.presence.benchmarks.load.Crowd;
import dev.presence.benchmarks.load.JettyNode;
import dev.presence.benchmarks.load.PlainSockets;
import dev.presence.benchmarks.load.PresenceNode;
import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ForwardingStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;

/** Bytes of heap. The limit is a bare map with the same ids, or sockets without presence. */
final class MemoryUse implements Measurement {

  private static final int USERS = 100_000;
  private static final int WORKSPACES = 100_000;
  private static final int SOCKETS = 3_000;
  private static final int WATCH_SECONDS = 30;

  /** After this, each workspace has had a heartbeat. */
  private static final long SETTLE_MILLIS = 35_000;

  private static final String MAP = "bare map";

  @Override
  public void measure(Figures figures) throws IOException, InterruptedException {
    String[] ids = new String[USERS];
    for (int i = 0; i < USERS; i++) {
      ids[i] = "user" + i;
    }
    double map = bare(ids);
    InMemoryPresenceStore store = InMemoryPresenceStore.create();
    try (PresenceTracker first = tracker(store)) {
      users(figures, ids, first, map);
      try (PresenceTracker second = tracker(store)) {
        otherUsers(figures, second, map);
      }
    }
    sockets(figures);
    workspaces(figures);
  }

  private static PresenceTracker tracker(InMemoryPresenceStore store) {
    return PresenceTracker.builder().store(store.shared()).build();
  }

  private static double bare(String[] ids) {
    long before = Cpu.heapInUse();
    Map<String, Boolean> map = new ConcurrentHashMap<>();
    for (String id : ids) {
      map.put(id, true);
    }
    double bytes = Cpu.heapInUse() - before;
    return map.size() == ids.length ? bytes / ids.length : 0;
  }

  private static void users(Figures figures, String[] ids, PresenceTracker tracker, double map) {
    Workspace workspace = tracker.workspace("acme");
    workspace.connect("first").flush().join();
    long before = Cpu.heapInUse();
    Object[] kept = new Object[ids.length]; // an application keeps its connections
    for (int i = 0; i < ids.length; i++) {
      kept[i] = workspace.connect(ids[i]);
    }
    workspace.connect("last").flush().join();
    long bytes = Cpu.heapInUse() - before - 4L * kept.length;
    figures
        .row("connected user, one node, store in memory", "bytes")
        .size(USERS)
        .goal(Goal.atMost(400), "includes the copy in the store in memory")
        .add(bytes / (double) ids.length, MAP, map);
  }

  private static void otherUsers(Figures figures, PresenceTracker tracker, double map) {
    long before = Cpu.heapInUse();
    try (PresenceView view = tracker.workspace("acme").open()) {
      view.ready().join();
      while (view.counts().online() < USERS) {
        Thread.onSpinWait();
      }
      long bytes = Cpu.heapInUse() - before;
      figures
          .row("user of another node, without the id", "bytes")
          .size(USERS)
          .goal(Goal.atMost(250))
          .add(bytes / (double) USERS, MAP, map);
    }
  }

  // ---------------------------------------------------------------- sockets

  private static void sockets(Figures figures) throws IOException {
    double presence;
    double bare;
    try (PresenceNode node = PresenceNode.start(PresenceTracker.builder().build())) {
      presence = perSocket(node.port(), i -> PresenceNode.path("acme", "u" + i, "&watch=none"));
    }
    PlainSockets plain = new PlainSockets();
    try (JettyNode node = JettyNode.start(plain::deployTo)) {
      bare = perSocket(node.port(), i -> "/plain?user=u" + i);
    }
    figures
        .row("idle socket, with its user and the client", "bytes")
        .size(SOCKETS)
        .goal(
            Goal.aboveBaselineAtMost(1_024),
            "includes the user, who costs as much as above, and the copy in the store")
        .add(presence, "Jetty alone", bare);
  }

  private static double perSocket(int port, IntFunction<String> path) throws IOException {
    try (Crowd crowd = new Crowd()) {
      Open open = new Open();
      crowd.connect(Client.Target.of(port), path.apply(SOCKETS), open);
      open.wait(crowd, 1);
      long before = Cpu.heapInUse();
      for (int i = 0; i < SOCKETS; i++) {
        crowd.connect(Client.Target.of(port), path.apply(i), open);
        crowd.poll(1);
      }
      open.wait(crowd, SOCKETS + 1);
      return (Cpu.heapInUse() - before) / (double) SOCKETS;
    }
  }

  private static final class Open implements Client.Listener {
    private int count;

    void wait(Crowd crowd, int wanted) throws IOException {
      long end = System.nanoTime() + 3_000_000_000L; // and what the server does afterwards
      while (count < wanted || System.nanoTime() < end) {
        crowd.poll(10);
      }
    }

    @Override
    public void opened(Client client) {
      count++;
    }

    @Override
    public void text(Client client, byte[] bytes, int from, int to) {}
  }

  // ---------------------------------------------------------------- workspaces

  private static void workspaces(Figures figures) throws InterruptedException {
    AtomicIntegerArray syncs = new AtomicIntegerArray(WATCH_SECONDS + 1);
    long[] start = {Long.MAX_VALUE};
    double map = bareWorkspaces();
    try (PresenceTracker tracker =
        PresenceTracker.builder()
            .store(new CountingStore(InMemoryPresenceStore.create(), syncs, start))
            .build()) {
      tracker.workspace("first").connect("ada").flush().join();
      long before = Cpu.heapInUse();
      List<Object> kept = new ArrayList<>(WORKSPACES);
      for (int i = 0; i < WORKSPACES; i++) {
        kept.add(tracker.workspace("workspace" + i).connect("ada"));
      }
      tracker.workspace("last").connect("ada").flush().join();
      Thread.sleep(SETTLE_MILLIS);
      double bytes = (Cpu.heapInUse() - before) / (double) kept.size();
      figures
          .row("workspace with one user, of 100,000", "bytes")
          .size(WORKSPACES)
          .goal(Goal.atMost(4_096), "includes the copy in the store in memory")
          .add(bytes, "bare maps", map);
      Cpu cpu = Cpu.start();
      start[0] = System.nanoTime();
      Thread.sleep(WATCH_SECONDS * 1_000L);
      start[0] = Long.MAX_VALUE;
      figures
          .row("100,000 workspaces with one user, CPU of heartbeats", "% of a core")
          .goal(Goal.atMost(20), "includes the work of the store in memory")
          .add(cpu.othersNanos() / 1e7 / WATCH_SECONDS, "idle", 0);
      spread(figures, syncs);
    }
  }

  private static void spread(Figures figures, AtomicIntegerArray syncs) {
    int most = 0;
    int all = 0;
    for (int second = 0; second < WATCH_SECONDS; second++) {
      most = Math.max(most, syncs.get(second));
      all += syncs.get(second);
    }
    figures
        .row("100,000 workspaces with one user, heartbeats in the busiest second", "calls")
        .goal(Goal.ratioAtMost(2))
        .add(most, "mean", all / (double) WATCH_SECONDS);
  }

  private static double bareWorkspaces() {
    long before = Cpu.heapInUse();
    Map<String, Map<String, Boolean>> all = new ConcurrentHashMap<>();
    for (int i = 0; i < WORKSPACES; i++) {
      Map<String, Boolean> one = new ConcurrentHashMap<>();
      one.put("ada", true);
      all.put("workspace" + i, one);
    }
    return (Cpu.heapInUse() - before) / (double) all.size();
  }

  private static final class CountingStore extends ForwardingStore {
    private final AtomicIntegerArray syncs;
    private final long[] start;

    CountingStore(InMemoryPresenceStore store, AtomicIntegerArray syncs, long[] start) {
      super(store);
      this.syncs = syncs;
      this.start = start;
    }

    @Override
    public CompletionStage<SyncReply> sync(SyncRequest request) {
      long second = (System.nanoTime() - start[0]) / 1_000_000_000L;
      if (second >= 0 && second < WATCH_SECONDS) {
        syncs.incrementAndGet((int) second);
      }
      return super.sync(request);
    }
  }
}
