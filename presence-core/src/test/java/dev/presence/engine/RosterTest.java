package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {

  private final Roster roster = new Roster("acme", "e1");

  @Test
  void whoeverWasNeverPutIsOffline() {
    assertThat(roster.presenceOf("ada")).isEqualTo(Presence.OFFLINE);
    assertThat(roster.snapshot().members()).isEmpty();
  }

  @Test
  void aChangeIsPublishedOnceWithWhatWasPublishedBefore() {
    roster.put("ada", active(1));
    assertThat(roster.publish().changes())
        .containsExactly(PresenceChange.of("ada", active(1), Presence.OFFLINE));
    roster.put("ada", away(2));
    assertThat(roster.publish().changes())
        .containsExactly(PresenceChange.of("ada", away(2), active(1)));
    assertThat(roster.isUnpublished()).isFalse();
    assertThat(roster.publish().changes()).isEmpty();
  }

  @Test
  void severalChangesOfAUserArePublishedAsOne() {
    roster.put("ada", active(1));
    roster.put("ada", away(2));
    assertThat(roster.publish().changes())
        .containsExactly(PresenceChange.of("ada", away(2), Presence.OFFLINE));
  }

  @Test
  void aUserWhoIsBackToWhatEveryoneKnowsIsNotPublished() {
    roster.put("ada", active(1));
    roster.publish();
    roster.put("ada", Presence.OFFLINE);
    roster.put("ada", active(9));
    assertThat(roster.isUnpublished()).isFalse();
    assertThat(roster.unpublished()).isZero();
  }

  @Test
  void whileTheStatusStaysTheUserKeepsTheTimeSinceWhen() {
    roster.put("ada", active(1));
    roster.put("ada", active(5));
    assertThat(roster.presenceOf("ada")).isEqualTo(active(1));
  }

  @Test
  void theVersionGrowsWithEachChangeAndOnlyThen() {
    roster.put("ada", active(1));
    assertThat(roster.publish().version()).isEqualTo(1);
    roster.put("ada", active(2));
    assertThat(roster.publish().version()).isEqualTo(1);
    roster.put("ada", away(3));
    roster.put("bob", active(3));
    assertThat(roster.publish().version()).isEqualTo(3);
  }

  @Test
  void theSnapshotIsWhatWasPublishedLastSoThatTheNextUpdateLeadsOnFromIt() {
    roster.put("ada", active(1));
    roster.put("bob", active(1));
    roster.publish();
    roster.put("ada", away(2));
    roster.put("bob", Presence.OFFLINE);
    roster.put("cid", active(2));
    assertThat(roster.snapshot().members())
        .containsExactlyInAnyOrderEntriesOf(Map.of("ada", active(1), "bob", active(1)));
    assertThat(roster.snapshot().version()).isEqualTo(2);
    assertThat(roster.publish().version()).isEqualTo(5);
  }

  @Test
  void whatIsAskedForIsAnsweredAsOfNow() {
    roster.put("ada", active(1));
    roster.publish();
    roster.put("ada", away(2));
    roster.put("bob", active(2));
    assertThat(roster.current(List.of("ada", "bob", "nobody")).members())
        .containsExactlyInAnyOrderEntriesOf(Map.of("ada", away(2), "bob", active(2)));
    assertThat(roster.current(List.of("ada")).version()).isEqualTo(1);
  }

  @Test
  void stalenessAloneIsToldWithoutChanges() {
    roster.publish();
    roster.setStale(true);
    assertThat(roster.isUnpublished()).isTrue();
    assertThat(roster.snapshot().stale()).isFalse();
    assertThat(roster.current(List.of()).stale()).isTrue();
    assertThat(roster.publish())
        .extracting(PresenceUpdate::stale, PresenceUpdate::changes)
        .containsExactly(true, List.of());
    assertThat(roster.snapshot().stale()).isTrue();
    roster.setStale(false);
    assertThat(roster.isUnpublished()).isTrue();
  }

  @Test
  void stalenessThatEndedBeforeItWasToldIsNotPublished() {
    roster.setStale(true);
    roster.setStale(false);
    assertThat(roster.isUnpublished()).isFalse();
  }

  @Test
  void everyUpdateNamesTheWorkspaceAndTheEpoch() {
    assertThat(List.of(roster.publish()))
        .extracting(PresenceUpdate::workspaceId, PresenceUpdate::epoch)
        .containsExactly(tuple("acme", "e1"));
    assertThat(roster.snapshot().epoch()).isEqualTo("e1");
  }

  /** Whoever applies every update, from any snapshot on, ends with the roster's own state. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whoeverAppliesTheUpdatesSeesTheRoster(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Presence> observed = new HashMap<>();
    for (int step = 0; step < 2_000; step++) {
      roster.put("u" + random.nextInt(5), any(random, step));
      if (random.nextInt(3) == 0) {
        apply(roster.publish(), observed);
        assertThat(roster.current(List.of("u0", "u1", "u2", "u3", "u4")).members())
            .isEqualTo(observed);
      }
      if (random.nextInt(50) == 0) {
        observed = new HashMap<>(roster.snapshot().members());
      }
    }
  }

  private static void apply(PresenceUpdate update, Map<String, Presence> observed) {
    for (PresenceChange change : update.changes()) {
      Presence before = observed.getOrDefault(change.userId(), Presence.OFFLINE);
      assertThat(change.before()).isEqualTo(before);
      observed.put(change.userId(), change.presence());
    }
    observed.values().removeIf(presence -> !presence.isOnline());
  }

  private static Presence any(SplittableRandom random, long since) {
    return switch (random.nextInt(3)) {
      case 0 -> Presence.OFFLINE;
      case 1 -> active(since);
      default -> away(since);
    };
  }

  private static Presence active(long since) {
    return Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(since));
  }

  private static Presence away(long since) {
    return Presence.of(PresenceStatus.AWAY, Instant.ofEpochMilli(since));
  }
}
