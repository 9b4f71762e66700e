package dev.presence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.Activity;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at three nodes, on the real clock: in the end everybody sees the truth. */
class TrackerStressTest {

  private static final int THREADS = 6;
  private static final int STEPS = 400;
  private static final int USERS = 8;

  private final InMemoryPresenceStore store = InMemoryPresenceStore.create();
  private final List<PresenceTracker> nodes = List.of(start(), start(), start());
  private final List<RecordingListener> listeners = new ArrayList<>();

  /** An open tab, and what it said last. */
  private static final class Tab {
    private final PresenceConnection connection;
    private Activity activity;

    Tab(PresenceConnection connection, Activity activity) {
      this.connection = connection;
      this.activity = activity;
    }
  }

  @AfterEach
  void end() {
    nodes.forEach(PresenceTracker::close);
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyViewEndsWithTheTruthAndPublishesNoStatusTwice(long seed) throws Exception {
    nodes.forEach(this::listen);
    List<Tab> tabs = storm(seed);
    nodes.forEach(this::listen);
    for (Tab tab : tabs) {
      if (tab.connection.isOpen()) {
        tab.connection.flush().get(5, SECONDS);
      }
    }
    await().until(this::allListenersAgree);
    Set<String> away = setByHand(new SplittableRandom(seed));
    Map<String, PresenceStatus> truth = truth(tabs, away);
    for (RecordingListener listener : listeners) {
      await().untilAsserted(() -> assertThat(statuses(listener)).isEqualTo(truth));
      assertThat(listener.isStale()).isFalse();
    }
    for (PresenceTracker node : nodes) {
      for (int user = 0; user < USERS; user++) {
        assertThat(node.workspace("acme").getStatus("u" + user).get(5, SECONDS))
            .isEqualTo(truth.getOrDefault("u" + user, PresenceStatus.OFFLINE));
      }
    }
  }

  private List<Tab> storm(long seed) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Callable<List<Tab>>> jobs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      jobs.add(() -> oneThread(own));
    }
    List<Tab> tabs = new ArrayList<>();
    for (Future<List<Tab>> job : pool.invokeAll(jobs)) {
      tabs.addAll(job.get());
    }
    pool.shutdown();
    return tabs;
  }

  private List<Tab> oneThread(SplittableRandom random) {
    List<Tab> tabs = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Workspace acme = nodes.get(random.nextInt(nodes.size())).workspace("acme");
      String user = "u" + random.nextInt(USERS);
      Activity activity = random.nextBoolean() ? Activity.ACTIVE : Activity.AWAY;
      switch (random.nextInt(tabs.isEmpty() ? 4 : 10)) {
        case 0 -> acme.setAway(user);
        case 1 -> acme.setActive(user);
        case 2 -> acme.getStatus(user);
        case 3, 4 -> tabs.add(new Tab(acme.connect(user, activity), activity));
        case 5 -> {
          if (random.nextInt(20) == 0) {
            acme.setOffline(user);
          }
        }
        case 6 -> tabs.remove(random.nextInt(tabs.size())).connection.leave();
        case 7 -> tabs.remove(random.nextInt(tabs.size())).connection.disconnected();
        default -> {
          Tab tab = tabs.get(random.nextInt(tabs.size()));
          tab.activity = activity;
          tab.connection.setActivity(activity);
        }
      }
      Thread.yield();
    }
    return tabs;
  }

  /** The last act for each user; who is set away. */
  private Set<String> setByHand(SplittableRandom random) throws Exception {
    Set<String> away = new HashSet<>();
    List<CompletableFuture<Void>> acts = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      Workspace acme = nodes.get(random.nextInt(nodes.size())).workspace("acme");
      if (random.nextInt(3) == 0) {
        away.add("u" + user);
        acts.add(acme.setAway("u" + user));
      } else {
        acts.add(acme.setActive("u" + user));
      }
    }
    CompletableFuture.allOf(acts.toArray(CompletableFuture[]::new)).get(5, SECONDS);
    return away;
  }

  private static Map<String, PresenceStatus> truth(List<Tab> tabs, Set<String> away) {
    Map<String, PresenceStatus> truth = new HashMap<>();
    for (Tab tab : tabs) {
      String user = tab.connection.userId();
      if (tab.connection.isOpen()) {
        boolean active = tab.activity == Activity.ACTIVE && !away.contains(user);
        truth.merge(
            user,
            active ? PresenceStatus.ACTIVE : PresenceStatus.AWAY,
            (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    return truth;
  }

  private boolean allListenersAgree() {
    Map<String, PresenceStatus> first = statuses(listeners.get(0));
    return listeners.stream()
        .allMatch(listener -> listener.isStarted() && statuses(listener).equals(first));
  }

  private static Map<String, PresenceStatus> statuses(RecordingListener listener) {
    Map<String, PresenceStatus> statuses = new HashMap<>();
    listener.members().forEach((user, presence) -> statuses.put(user, presence.status()));
    return statuses;
  }

  private void listen(PresenceTracker node) {
    RecordingListener listener = new RecordingListener();
    node.workspace("acme").subscribe(listener);
    listeners.add(listener);
  }

  private PresenceTracker start() {
    return PresenceTracker.builder()
        .store(store.shared())
        .options(
            PresenceOptions.defaults().toBuilder()
                .grace(Duration.ofMillis(30))
                .window(Duration.ofMillis(5))
                .busyWindow(Duration.ofMillis(10))
                .build())
        .build();
  }
}
