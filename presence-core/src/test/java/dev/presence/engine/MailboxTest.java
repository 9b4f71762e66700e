package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.OnPurpose;
import dev.presence.runtime.QueuedRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final QueuedRuntime runtime = new QueuedRuntime();
  private final List<String> log = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox(runtime, () -> log.add("batch"));

  @Test
  void tasksRunInOrderAndThenTheBatchEnds() {
    mailbox.execute(() -> log.add("a"));
    mailbox.execute(() -> log.add("b"));
    assertThat(log).as("nothing runs on the caller's thread").isEmpty();
    runtime.run();
    assertThat(log).containsExactly("a", "b", "batch");
  }

  @Test
  void oneThreadIsAskedForAtATime() {
    mailbox.execute(() -> log.add("a"));
    mailbox.execute(() -> log.add("b"));
    assertThat(runtime.waiting()).isEqualTo(1);
  }

  @Test
  void aTaskThatATaskAddsIsInTheNextBatch() {
    mailbox.execute(() -> mailbox.execute(() -> log.add("later")));
    runtime.run();
    assertThat(log).containsExactly("batch", "later", "batch");
  }

  @Test
  void aTaskThatTheEndOfABatchAddsRunsToo() {
    Mailbox[] box = new Mailbox[1];
    AtomicBoolean once = new AtomicBoolean();
    box[0] =
        new Mailbox(
            runtime,
            () -> {
              log.add("batch");
              if (!once.getAndSet(true)) {
                box[0].execute(() -> log.add("more"));
              }
            });
    box[0].execute(() -> log.add("a"));
    runtime.run();
    assertThat(log).containsExactly("a", "batch", "more", "batch");
  }

  @Test
  void aTaskThatThrowsHarmsNoOther() {
    mailbox.execute(
        () -> {
          throw new OnPurpose();
        });
    mailbox.execute(() -> log.add("b"));
    runtime.run();
    mailbox.execute(() -> log.add("c"));
    runtime.run();
    assertThat(log).containsExactly("b", "batch", "c", "batch");
  }

  @Test
  void aClosedMailboxTakesNothing() {
    assertThat(mailbox.closeIfEmpty()).isTrue();
    assertThat(mailbox.tryExecute(() -> log.add("a"))).isFalse();
    mailbox.execute(() -> log.add("a"));
    runtime.run();
    assertThat(log).isEmpty();
  }

  @Test
  void aMailboxWithATaskWaitingStaysOpen() {
    mailbox.execute(() -> log.add("a"));
    assertThat(mailbox.closeIfEmpty()).isFalse();
    runtime.run();
    assertThat(log).containsExactly("a", "batch");
  }

  @Test
  void manyThreadsAtOnceStillRunOneTaskAtATimeEachInItsOrder() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    List<Integer> seen = new ArrayList<>();
    Mailbox shared = new Mailbox(new QueuedRuntime(pool), () -> {});
    int each = 2_000;
    CountDownLatch done = new CountDownLatch(3 * each);
    for (int thread = 0; thread < 3; thread++) {
      int base = thread * each;
      pool.execute(
          () -> {
            for (int i = 0; i < each; i++) {
              int number = base + i;
              shared.execute(
                  () -> {
                    overlapped.compareAndSet(false, !busy.compareAndSet(false, true));
                    seen.add(number);
                    busy.set(false);
                    done.countDown();
                  });
            }
          });
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    pool.shutdown();
    assertThat(overlapped).isFalse();
    for (int thread = 0; thread < 3; thread++) {
      int base = thread * each;
      assertThat(seen.stream().filter(number -> number / each == base / each)).isSorted();
    }
  }
}
