package dev.presence.engine;

import static dev.presence.engine.Acts.acts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.Presence;
import dev.presence.model.PresenceStatus;
import dev.presence.store.Registers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusRuleTest {

  private static final long ENDED_BEFORE = 100;
  private static final long CLAIMED_AT = 5_000;

  private static final List<Registers> CLAIMS =
      List.of(
          Registers.NONE,
          acts(true, CLAIMED_AT, 0),
          acts(false, CLAIMED_AT, 0),
          acts(true, CLAIMED_AT, ENDED_BEFORE),
          acts(false, ENDED_BEFORE, ENDED_BEFORE));

  /** One entry with all that the rule looks at. */
  private record Said(Activity activity, long connectedAt, boolean draining, long since) {}

  @Test
  void aUserWithoutEntriesIsOfflineWhateverWasSetManually() {
    CLAIMS.forEach(userRegisters -> assertThat(decide(userRegisters)).isEqualTo(Presence.OFFLINE));
  }

  @Test
  void aUserWithOneAwayAndOneActiveTabIsActive() {
    assertThat(decide(Registers.NONE, away(1), active(2)).status())
        .isEqualTo(PresenceStatus.ACTIVE);
  }

  @Test
  void aUserWithOnlyAwayTabsIsAway() {
    assertThat(decide(Registers.NONE, away(1), away(2)).status()).isEqualTo(PresenceStatus.AWAY);
  }

  @Test
  void manualAwayWinsOverActiveTabs() {
    assertThat(decide(acts(true, CLAIMED_AT, 0), active(1)))
        .isEqualTo(Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(CLAIMED_AT)));
  }

  @Test
  void automaticLetsTheTabsDecide() {
    long later = CLAIMED_AT + 1;
    assertThat(decide(acts(false, CLAIMED_AT, 0), active(later)))
        .isEqualTo(Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(later)));
    assertThat(decide(acts(false, CLAIMED_AT, 0), away(7)))
        .isEqualTo(Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(7)));
  }

  @Test
  void whoTookAwayBackIsActiveSinceThen() {
    assertThat(decide(acts(false, CLAIMED_AT, 0), active(7)))
        .isEqualTo(Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(CLAIMED_AT)));
  }

  @Test
  void connectionsOpenedUpToTheMomentOfSetOfflineAreOver() {
    Registers ended = acts(false, ENDED_BEFORE, ENDED_BEFORE);
    assertThat(decide(ended, new Said(Activity.ACTIVE, ENDED_BEFORE, false, 1)))
        .isEqualTo(Presence.OFFLINE);
    assertThat(decide(ended, new Said(Activity.ACTIVE, ENDED_BEFORE + 1, false, 1)).status())
        .isEqualTo(PresenceStatus.ACTIVE);
  }

  @Test
  void aUserIsActiveSinceTheFirstTabBecameActive() {
    assertThat(decide(Registers.NONE, active(30), active(20), away(10)).since())
        .isEqualTo(Instant.ofEpochMilli(20));
  }

  @Test
  void aUserIsAwaySinceTheLastTabBecameAway() {
    assertThat(decide(Registers.NONE, away(30), away(20)).since())
        .isEqualTo(Instant.ofEpochMilli(30));
  }

  @Test
  void anActiveTabOnADrainingNodeDoesNotCountBesideAnAwayTabOnAnotherOne() {
    assertThat(decide(Registers.NONE, new Said(Activity.ACTIVE, 200, true, 1), away(2)).status())
        .isEqualTo(PresenceStatus.AWAY);
  }

  @Test
  void aTabOnADrainingNodeCountsForAUserWithoutAnother() {
    assertThat(decide(Registers.NONE, new Said(Activity.ACTIVE, 200, true, 1)).status())
        .isEqualTo(PresenceStatus.ACTIVE);
  }

  @Test
  void aTabOnADrainingNodeCountsWhenAllOthersWereEnded() {
    Registers ended = acts(false, ENDED_BEFORE, ENDED_BEFORE);
    assertThat(
            decide(
                    ended,
                    new Said(Activity.ACTIVE, 50, false, 1),
                    new Said(Activity.AWAY, 200, true, 2))
                .status())
        .isEqualTo(PresenceStatus.AWAY);
  }

  /** Up to three entries of all kinds, under all registers, against the rule in plain words. */
  @Test
  void everyCombinationIsAsTheRuleSays() {
    int[] count = {0};
    combinations(
        said -> {
          for (Registers userRegisters : CLAIMS) {
            assertThat(decide(userRegisters, said.toArray(Said[]::new)))
                .as("%s under %s", said, userRegisters)
                .isEqualTo(inPlainWords(said, userRegisters));
            count[0]++;
          }
        });
    assertThat(count[0]).isEqualTo((1 + 8 + 64 + 512) * CLAIMS.size());
  }

  private static Presence inPlainWords(List<Said> said, Registers userRegisters) {
    List<Said> counting =
        said.stream().filter(one -> one.connectedAt > Manual.endedBefore(userRegisters)).toList();
    boolean elsewhere = counting.stream().anyMatch(one -> !one.draining);
    List<Said> deciding = counting.stream().filter(one -> !elsewhere || !one.draining).toList();
    if (deciding.isEmpty()) {
      return Presence.OFFLINE;
    }
    if (Manual.status(userRegisters).kind() == ManualStatus.Kind.AWAY) {
      return Presence.of(
          PresenceStatus.AWAY, Instant.ofEpochMilli(Manual.statusTime(userRegisters)));
    }
    Stream<Said> active = deciding.stream().filter(one -> one.activity == Activity.ACTIVE);
    return active
        .min(Comparator.comparing(Said::since))
        .map(first -> Math.max(first.since, Manual.statusTime(userRegisters)))
        .map(since -> Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(since)))
        .orElseGet(
            () ->
                Presence.of(
                    PresenceStatus.AWAY,
                    Instant.ofEpochMilli(
                        deciding.stream().mapToLong(Said::since).max().orElseThrow())));
  }

  private static void combinations(Consumer<List<Said>> each) {
    for (int size = 0; size <= 3; size++) {
      for (int code = 0; code < 1 << (3 * size); code++) {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          int bits = code >> (3 * i);
          said.add(
              new Said(
                  (bits & 1) == 0 ? Activity.ACTIVE : Activity.AWAY,
                  (bits & 2) == 0 ? ENDED_BEFORE : ENDED_BEFORE + 1,
                  (bits & 4) == 0,
                  1_000 + i));
        }
        each.accept(said);
      }
    }
  }

  private static Said active(long since) {
    return new Said(Activity.ACTIVE, 200, false, since);
  }

  private static Said away(long since) {
    return new Said(Activity.AWAY, 200, false, since);
  }

  private static Presence decide(Registers userRegisters, Said... said) {
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    for (Said one : said) {
      (one.draining ? draining : staying).add(new Entry(one.activity, one.since, one.connectedAt));
    }
    return StatusRule.decide(staying, draining, userRegisters, 0, 0).self();
  }
}
