package dev.presence.testkit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ManualRuntimeTest {

  private final ManualRuntime runtime = new ManualRuntime();
  private final List<String> log = new ArrayList<>();

  @Test
  void nothingRunsBeforeTheTestMovesTheTime() {
    runtime.execute(note("now"));
    assertThat(log).isEmpty();
    runtime.runUntilIdle();
    assertThat(log).containsExactly("now");
  }

  @Test
  void tasksRunInTheOrderOfTheirTimeAndThenOfTheirAge() {
    runtime.schedule(ofMillis(20), note("c"));
    runtime.schedule(ofMillis(10), note("a"));
    runtime.schedule(ofMillis(10), note("b"));
    runtime.schedule(ofMillis(21), note("too late"));
    runtime.advance(ofMillis(20));
    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void aTaskSeesItsOwnTimeAndWhatItSchedulesStillRunsInTheSameAdvance() {
    long start = runtime.ticks();
    List<Long> seen = new ArrayList<>();
    runtime.schedule(
        ofMillis(10),
        () -> {
          seen.add(runtime.ticks() - start);
          runtime.schedule(ofMillis(5), () -> seen.add(runtime.ticks() - start));
        });
    runtime.advance(ofMillis(100));
    assertThat(seen).containsExactly(10L, 15L);
    assertThat(runtime.ticks() - start).isEqualTo(100);
  }

  @Test
  void aCancelledTaskNeitherRunsNorIsPending() {
    Scheduled task = runtime.schedule(ofMillis(1), note("never"));
    runtime.schedule(ofMillis(1), note("once"));
    task.cancel();
    task.cancel();
    assertThat(runtime.pending()).isEqualTo(1);
    runtime.advance(ofMillis(1));
    assertThat(log).containsExactly("once");
    assertThat(runtime.pending()).isZero();
  }

  @Test
  void theWallClockJumpsWithoutTheTicks() {
    ManualProcess node = runtime.process("node");
    long ticks = runtime.ticks();
    long wall = runtime.wallMillis();
    runtime.moveWallClock(ofSeconds(-100));
    node.moveWallClock(ofSeconds(7));
    runtime.advance(ofSeconds(1));
    assertThat(runtime.wallMillis() - wall).isEqualTo(-99_000);
    assertThat(node.wallMillis() - wall).isEqualTo(-92_000);
    assertThat(runtime.ticks() - ticks).isEqualTo(1_000);
    assertThat(node.ticks()).isEqualTo(runtime.ticks());
  }

  @Test
  void aPausedProcessRunsLateAndInOrderWhileOthersGoOn() {
    ManualProcess slow = runtime.process("slow");
    ManualProcess other = runtime.process("other");
    slow.schedule(ofMillis(20), note("slow 20"));
    slow.schedule(ofMillis(10), note("slow 10"));
    slow.schedule(ofMillis(15), note("cancelled meanwhile")).cancel();
    other.schedule(ofMillis(30), note("other 30"));
    slow.pause();
    runtime.advance(ofMillis(40));
    assertThat(log).containsExactly("other 30");
    assertThat(slow.pending()).isEqualTo(2);
    slow.resume();
    runtime.runUntilIdle();
    assertThat(log).containsExactly("other 30", "slow 10", "slow 20");
  }

  @Test
  void timeNeverRunsBackForTasksThatRunLate() {
    ManualProcess slow = runtime.process("slow");
    List<Long> seen = new ArrayList<>();
    slow.schedule(ofMillis(10), () -> seen.add(runtime.ticks()));
    slow.pause();
    runtime.advance(ofMillis(40));
    slow.resume();
    long resumed = runtime.ticks();
    runtime.advance(ofMillis(5));
    assertThat(seen).containsExactly(resumed);
  }

  @Test
  void aStoppedProcessNeverRunsAnythingAgain() {
    ManualProcess node = runtime.process("node");
    node.schedule(ofMillis(1), note("waited"));
    node.stop();
    node.resume();
    node.execute(note("given later"));
    assertThat(runtime.pending()).isZero();
    runtime.advance(ofSeconds(1));
    assertThat(log).isEmpty();
    assertThat(node.isRunning()).isFalse();
  }

  @Test
  void theSameSeedGivesTheSameRandomness() {
    assertThat(draw(new ManualRuntime(7))).isEqualTo(draw(new ManualRuntime(7)));
    assertThat(draw(new ManualRuntime(7))).isNotEqualTo(draw(new ManualRuntime(8)));
  }

  @Test
  void processesDrawFromDifferentRandomness() {
    assertThat(draw(runtime.process("a"))).isNotEqualTo(draw(runtime.process("b")));
  }

  @Test
  void aTaskMayNotMoveTheTime() {
    runtime.execute(() -> runtime.advance(ZERO));
    assertThatIllegalStateException().isThrownBy(runtime::runUntilIdle);
  }

  @Test
  void whatATaskThrowsReachesTheTestAndTheRestStillRuns() {
    runtime.execute(
        () -> {
          throw new UnsupportedOperationException("broken");
        });
    runtime.execute(note("next"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(runtime::runUntilIdle);
    runtime.runUntilIdle();
    assertThat(log).containsExactly("next");
  }

  @Test
  void tasksThatStartEachOtherWithoutEndAreReported() {
    runtime.execute(this::again);
    assertThatIllegalStateException()
        .isThrownBy(runtime::runUntilIdle)
        .withMessageContaining("without end");
  }

  @Test
  void aCallFromAnotherThreadIsRefused() {
    runtime.runUntilIdle();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> runtime.execute(note("from elsewhere")));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(other::join)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  private void again() {
    runtime.execute(this::again);
  }

  private Runnable note(String line) {
    return () -> log.add(line);
  }

  private static long draw(PresenceRuntime from) {
    return from.random().nextLong();
  }
}
