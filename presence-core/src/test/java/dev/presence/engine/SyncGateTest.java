package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncGateTest {

  private final SyncGate gate = new SyncGate();
  private final List<Long> started = new ArrayList<>();
  private int sentAway;

  @Test
  void nobodyIsLetThroughWhileOutOfContact() {
    enter(1);
    assertThat(started).isEmpty();
    gate.setOpen(true);
    assertThat(started).containsExactly(1L);
    gate.setOpen(false);
    enter(2);
    gate.done();
    assertThat(started).containsExactly(1L);
  }

  @Test
  void theOldestLeasesGoFirst() {
    enter(30);
    enter(10);
    enter(20);
    gate.setOpen(true);
    assertThat(started).containsExactly(10L, 20L, 30L);
  }

  @Test
  void ofTwoLeasesOfOneAgeTheOneThatCameFirstGoesFirst() {
    List<String> names = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      gate.enter(7, guest(() -> names.add(name)));
    }
    gate.setOpen(true);
    assertThat(names).containsExactly("a", "b", "c", "d");
  }

  @Test
  void onlyFewAreUnderWayAtOnce() {
    for (long lease = 0; lease < 3L * SyncGate.PERMITS; lease++) {
      enter(lease);
    }
    gate.setOpen(true);
    assertThat(started).hasSize(SyncGate.PERMITS);
    gate.done();
    gate.done();
    assertThat(started).hasSize(SyncGate.PERMITS + 2);
  }

  @Test
  void whatWasUnderWayWhenContactWasLostStillCounts() {
    gate.setOpen(true);
    for (long lease = 0; lease < SyncGate.PERMITS; lease++) {
      enter(lease);
    }
    gate.setOpen(false);
    gate.setOpen(true);
    enter(99);
    assertThat(started).doesNotContain(99L);
    gate.done();
    assertThat(started).contains(99L);
  }

  @Test
  void oneThatEndsAtOnceLetsTheNextThrough() {
    for (int i = 0; i < 10 * SyncGate.PERMITS; i++) {
      gate.enter(
          i,
          guest(
              () -> {
                started.add(0L);
                gate.done();
              }));
    }
    gate.setOpen(true);
    assertThat(started).hasSize(10 * SyncGate.PERMITS);
  }

  @Test
  void whoBelongsElsewhereIsSentAwayAndTakesNoPlace() {
    enter(1);
    SyncGate.Guest stranger = guest(() -> started.add(2L));
    gate.enter(2, stranger);
    gate.sendAway(guest -> guest == stranger);
    gate.setOpen(true);
    assertThat(started).containsExactly(1L);
    assertThat(sentAway).isEqualTo(1);
  }

  private void enter(long leaseTicks) {
    gate.enter(leaseTicks, guest(() -> started.add(leaseTicks)));
  }

  private SyncGate.Guest guest(Runnable onAdmitted) {
    return new SyncGate.Guest() {
      @Override
      public void admitted(SyncGate at) {
        onAdmitted.run();
      }

      @Override
      public void sentAway() {
        sentAway++;
      }
    };
  }

  @Test
  void anyNumberMayBeDoneAtOnce() {
    for (long lease = 0; lease < 50_000; lease++) {
      long next = lease;
      gate.enter(
          lease,
          guest(
              () -> {
                started.add(next);
                gate.done();
              }));
    }
    gate.setOpen(true);
    assertThat(started).hasSize(50_000).isSorted();
  }

  @Test
  void aTaskThatThrowsDoesNotDelayOthers() {
    gate.setOpen(true);
    gate.enter(
        1,
        guest(
            () -> {
              throw new IllegalStateException("on purpose");
            }));
    enter(2);
    assertThat(started).containsExactly(2L);
  }
}
