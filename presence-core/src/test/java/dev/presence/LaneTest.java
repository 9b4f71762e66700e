package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LaneTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<PresenceUpdate> received = new ArrayList<>();

  @Test
  void theReceiverIsNotCalledByWhoOffers() {
    Lane lane = new Lane(threads::add, received::add);
    lane.offer(comes("ada", 1));
    assertThat(received).isEmpty();
    run();
    assertThat(received).containsExactly(comes("ada", 1));
  }

  @Test
  void oneCallAtATime() {
    Lane lane = new Lane(threads::add, received::add);
    lane.offer(comes("ada", 1));
    lane.offer(comes("bob", 2));
    assertThat(threads).hasSize(1);
  }

  @Test
  void whatComesWhileTheReceiverIsBusyIsMerged() {
    Lane[] lane = new Lane[1];
    lane[0] = new Lane(threads::add, onceThen(() -> offerStorm(lane[0])));
    lane[0].offer(comes("ada", 1));
    run();
    assertThat(received).hasSize(2);
    assertThat(received.get(1).changes())
        .extracting(PresenceChange::userId)
        .containsExactly("bob", "cid");
    assertThat(received.get(1).version()).isEqualTo(5);
  }

  @Test
  void whatCancelsOutWhileTheReceiverIsBusyIsNotTold() {
    Lane[] lane = new Lane[1];
    lane[0] =
        new Lane(
            threads::add,
            onceThen(
                () -> {
                  lane[0].offer(goes("ada", 2));
                  lane[0].offer(comes("ada", 3));
                }));
    lane[0].offer(comes("ada", 1));
    run();
    assertThat(received).containsExactly(comes("ada", 1));
    lane[0].offer(goes("ada", 4));
    run();
    assertThat(received).containsExactly(comes("ada", 1), goes("ada", 4));
  }

  @Test
  void aReceiverThatThrowsGetsTheNextUpdate() {
    Lane lane =
        new Lane(
            threads::add,
            onceThen(
                () -> {
                  throw new OnPurpose();
                }));
    lane.offer(comes("ada", 1));
    run();
    lane.offer(goes("ada", 2));
    run();
    assertThat(received).containsExactly(comes("ada", 1), goes("ada", 2));
  }

  @Test
  void aSnapshotComesFirst() {
    List<String> calls = new ArrayList<>();
    Lane lane = new Lane(threads::add, update -> calls.add("update " + update.version()));
    lane.begin(() -> calls.add("snapshot"), "e", false);
    lane.offer(comes("ada", 1));
    run();
    assertThat(calls).containsExactly("snapshot", "update 1");
  }

  @Test
  void aSnapshotThatThrowsIsFollowedByUpdates() {
    Lane lane = new Lane(threads::add, received::add);
    lane.begin(
        () -> {
          throw new OnPurpose();
        },
        "e",
        false);
    lane.offer(comes("ada", 1));
    run();
    assertThat(received).hasSize(1);
  }

  @Test
  void whatTheSnapshotToldIsNotToldAgain() {
    Lane lane = new Lane(threads::add, received::add);
    lane.begin(() -> {}, "e", false);
    lane.offer(PresenceUpdate.of("acme", "e", 0, false, List.of()));
    run();
    assertThat(received).isEmpty();
  }

  @Test
  void aClosedLaneTellsNothingMore() {
    Lane lane = new Lane(threads::add, received::add);
    lane.offer(comes("ada", 1));
    lane.close();
    run();
    lane.offer(comes("bob", 2));
    assertThat(threads).isEmpty();
    assertThat(received).isEmpty();
  }

  @Test
  void aLaneThatIsClosedDuringACallEndsWithIt() {
    Lane[] lane = new Lane[1];
    lane[0] =
        new Lane(
            threads::add,
            onceThen(
                () -> {
                  lane[0].offer(comes("bob", 2));
                  lane[0].close();
                }));
    lane[0].offer(comes("ada", 1));
    run();
    assertThat(received).hasSize(1);
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyElseAndCostsNoMemory() throws InterruptedException {
    ExecutorService pool = Executors.newCachedThreadPool();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<PresenceUpdate> slow = new CopyOnWriteArrayList<>();
    Lane hanging =
        new Lane(
            pool,
            update -> {
              slow.add(update);
              entered.countDown();
              await(release);
            });
    CountDownLatch told = new CountDownLatch(1);
    Lane other = new Lane(pool, update -> told.countDown());
    hanging.offer(comes("ada", 1));
    await(entered);
    for (int i = 2; i <= 1_000; i++) {
      hanging.offer(i % 2 == 0 ? goes("ada", i) : comes("ada", i));
    }
    other.offer(comes("ada", 1));
    await(told);
    release.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(slow).containsExactly(comes("ada", 1), goes("ada", 1_000));
  }

  private Consumer<PresenceUpdate> onceThen(Runnable during) {
    return update -> {
      received.add(update);
      if (received.size() == 1) {
        during.run();
      }
    };
  }

  private static void offerStorm(Lane lane) {
    lane.offer(comes("bob", 2));
    lane.offer(comes("cid", 3));
    lane.offer(comes("dan", 4));
    lane.offer(goes("dan", 5));
  }

  private void run() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PresenceUpdate comes(String user, long version) {
    Presence active = Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(version));
    return of(PresenceChange.of(user, active, PresenceStatus.OFFLINE), version);
  }

  private static PresenceUpdate goes(String user, long version) {
    return of(PresenceChange.of(user, Presence.OFFLINE, PresenceStatus.ACTIVE), version);
  }

  private static PresenceUpdate of(PresenceChange change, long version) {
    return PresenceUpdate.of("acme", "e", version, false, List.of(change));
  }
}
