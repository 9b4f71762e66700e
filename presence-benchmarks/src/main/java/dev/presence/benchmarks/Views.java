package dev.presence.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.presence.PresenceTracker;
import dev.presence.PresenceView;
import dev.presence.Workspace;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Reads of a workspace of 100,000 users in process. The limit is a bare map with the same users.
 */
final class Views implements Measurement {

  private static final int USERS = 100_000;
  private static final int SOME = 1_000;
  private static final int ROUNDS = 9;
  private static final int READS = 1_000_000;
  private static final int REPEATS = 20;
  private static final String MAP = "bare map";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the loops computed, so that they are not left out. */
  @SuppressWarnings("unused")
  private static volatile long sink;

  @Override
  public void measure(Figures figures) {
    String[] ids = new String[USERS];
    Map<String, Presence> map = new ConcurrentHashMap<>();
    try (PresenceTracker tracker = PresenceTracker.builder().build()) {
      Workspace workspace = tracker.workspace("acme");
      for (int i = 0; i < USERS; i++) {
        ids[i] = "user" + i;
        workspace.connect(ids[i]);
      }
      try (PresenceView view = workspace.open()) {
        view.ready().join();
        map.putAll(view.online());
        if (map.size() != USERS) {
          throw new IllegalStateException("the view has " + map.size() + " users");
        }
        reads(figures, ids, view, map);
        all(figures, workspace, view, map);
      }
    }
  }

  private static void reads(
      Figures figures, String[] ids, PresenceView view, Map<String, Presence> map) {
    IntToLongFunction fromView = n -> count(ids, n, view);
    IntToLongFunction fromMap = n -> count(ids, n, map);
    Times one = alternate(() -> loop(fromView, 1, READS), () -> loop(fromMap, 1, READS));
    figures
        .row("status of one user", "µs")
        .goal(Goal.atMost(0.2))
        .add(one.first / 1e3 / READS, MAP, one.second / 1e3 / READS);
    figures
        .row("status of one user, allocated", "bytes")
        .goal(Goal.atMost(0))
        .add(allocated(() -> loop(fromView, 1, READS)) / (double) READS, "none", 0);
    int loops = 1_000;
    Times some = alternate(() -> loop(fromView, SOME, loops), () -> loop(fromMap, SOME, loops));
    figures
        .row("status of 1,000 users among 100,000", "ms")
        .goal(Goal.atMost(0.02))
        .add(some.first / 1e6 / loops, MAP, some.second / 1e6 / loops);
  }

  private static void all(
      Figures figures, Workspace workspace, PresenceView view, Map<String, Presence> map) {
    Times walk =
        alternate(
            () -> loop(n -> walk(view.online()), 1, REPEATS),
            () -> loop(n -> walk(map), 1, REPEATS));
    figures
        .row("iterate 100,000 users", "ms")
        .goal(Goal.none())
        .add(walk.first / 1e6 / REPEATS, MAP, walk.second / 1e6 / REPEATS);
    figures
        .row("iterate 100,000 users, allocated", "bytes")
        .goal(Goal.atMost(1_024))
        .add(
            allocated(() -> loop(n -> walk(view.online()), 1, REPEATS)) / (double) REPEATS,
            MAP,
            allocated(() -> loop(n -> walk(map), 1, REPEATS)) / (double) REPEATS);
    Times snapshot =
        alternate(
            () -> loop(n -> workspace.snapshot().join().members().size(), 1, REPEATS),
            () -> loop(n -> new HashMap<>(map).size(), 1, REPEATS));
    figures
        .row("snapshot of 100,000 users", "ms")
        .goal(Goal.atMost(5), "a snapshot copies every user; see the ratio to a bare copy")
        .add(snapshot.first / 1e6 / REPEATS, "copy of a map", snapshot.second / 1e6 / REPEATS);
  }

  private static long count(String[] ids, int n, PresenceView view) {
    int from = next(n);
    long active = 0;
    for (int i = from; i < from + n; i++) {
      active += view.status(ids[i]) == PresenceStatus.ACTIVE ? 1 : 0;
    }
    return active;
  }

  private static long count(String[] ids, int n, Map<String, Presence> map) {
    int from = next(n);
    long active = 0;
    for (int i = from; i < from + n; i++) {
      active +=
          map.getOrDefault(ids[i], Presence.OFFLINE).status() == PresenceStatus.ACTIVE ? 1 : 0;
    }
    return active;
  }

  private static int position;

  /** Each time another one of the first thousand users, or all of them from the first on. */
  private static int next(int n) {
    position = n == 1 ? (position + 1) % SOME : 0;
    return position;
  }

  private static long walk(Map<String, Presence> users) {
    long active = 0;
    for (Presence presence : users.values()) {
      active += presence.status() == PresenceStatus.ACTIVE ? 1 : 0;
    }
    return active;
  }

  private static long loop(IntToLongFunction work, int n, int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += work.applyAsLong(n);
    }
    return sum;
  }

  /** Nanoseconds of the fastest round of each; the rounds alternate, the first ones warm up. */
  private static Times alternate(LongSupplier first, LongSupplier second) {
    Times best = new Times(Long.MAX_VALUE, Long.MAX_VALUE);
    for (int round = 0; round < ROUNDS; round++) {
      best = new Times(Math.min(best.first, time(first)), Math.min(best.second, time(second)));
    }
    return best;
  }

  private static long time(LongSupplier work) {
    long start = System.nanoTime();
    sink = work.getAsLong();
    return System.nanoTime() - start;
  }

  private static long allocated(LongSupplier work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    sink = work.getAsLong();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    return bytes < 1_000 ? 0 : bytes; // less than a thousandth of a byte per read: the loop itself
  }

  private record Times(long first, long second) {}
}
