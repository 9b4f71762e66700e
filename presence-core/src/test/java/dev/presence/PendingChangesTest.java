package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingChangesTest {

  private static final PresenceStatus OFFLINE = PresenceStatus.OFFLINE;
  private static final PresenceStatus ACTIVE = PresenceStatus.ACTIVE;
  private static final PresenceStatus AWAY = PresenceStatus.AWAY;

  private final PendingChanges pending = new PendingChanges();

  @Test
  void nothingIsPendingAtFirst() {
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.drain()).isNull();
  }

  @Test
  void theFirstUpdateOfAnEpochIsPassedOnEvenWhenNobodyIsOnline() {
    pending.add(update("e", 0, false));
    assertThat(pending.drain()).isEqualTo(update("e", 0, false));
    pending.add(update("e", 0, false));
    assertThat(pending.drain()).isNull();
  }

  @Test
  void whatWasMissedIsMergedByUser() {
    pending.add(update("e", 1, false, change("ada", OFFLINE, ACTIVE, 1)));
    pending.add(update("e", 2, false, change("bob", OFFLINE, AWAY, 2)));
    pending.add(update("e", 3, false, change("ada", ACTIVE, AWAY, 3)));
    assertThat(pending.size()).isEqualTo(2);
    assertThat(pending.drain())
        .isEqualTo(
            update(
                "e", 3, false, change("ada", OFFLINE, AWAY, 3), change("bob", OFFLINE, AWAY, 2)));
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void aUserWhoWentAndCameBackMeanwhileIsNotToldOf() {
    restart();
    pending.add(update("e", 4, false, change("ada", ACTIVE, OFFLINE, 0)));
    assertThat(pending.isEmpty()).isFalse();
    pending.add(update("e", 5, false, change("ada", OFFLINE, ACTIVE, 5)));
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.size()).isZero();
    assertThat(pending.drain()).isNull();
  }

  @Test
  void aChangeAfterOnesThatCancelledOutIsToldFromWhatTheObserverKnows() {
    restart();
    pending.add(update("e", 4, false, change("ada", ACTIVE, OFFLINE, 0)));
    pending.add(update("e", 5, false, change("ada", OFFLINE, ACTIVE, 5)));
    pending.add(update("e", 6, false, change("ada", ACTIVE, AWAY, 6)));
    assertThat(pending.drain()).isEqualTo(update("e", 6, false, change("ada", ACTIVE, AWAY, 6)));
  }

  @Test
  void stalenessAloneIsPassedOn() {
    restart();
    pending.add(update("e", 1, true));
    assertThat(pending.drain()).isEqualTo(update("e", 1, true));
    pending.add(update("e", 1, true));
    assertThat(pending.isEmpty()).isTrue();
    pending.add(update("e", 1, false));
    assertThat(pending.drain()).isEqualTo(update("e", 1, false));
  }

  @Test
  void stalenessThatEndedMeanwhileIsNotToldOf() {
    restart();
    pending.add(update("e", 1, true));
    pending.add(update("e", 1, false));
    assertThat(pending.drain()).isNull();
  }

  @Test
  void anotherEpochReplacesWhatIsPending() {
    pending.add(update("e1", 1, false, change("ada", OFFLINE, ACTIVE, 1)));
    pending.add(update("e2", 1, false, change("bob", OFFLINE, ACTIVE, 2)));
    assertThat(pending.drain())
        .isEqualTo(update("e2", 1, false, change("bob", OFFLINE, ACTIVE, 2)));
  }

  @Test
  void anotherEpochIsPassedOnEvenWhenNobodyIsOnline() {
    restart();
    pending.add(update("other", 0, false));
    assertThat(pending.drain()).isEqualTo(update("other", 0, false));
  }

  @Test
  void aSnapshotTakesThePlaceOfWhatIsPending() {
    pending.add(update("e", 1, true, change("ada", OFFLINE, ACTIVE, 1)));
    pending.restart("e", true);
    assertThat(pending.isEmpty()).isTrue();
    pending.add(update("e", 2, true));
    assertThat(pending.drain()).isNull();
    pending.add(update("e", 2, false));
    assertThat(pending.drain()).isEqualTo(update("e", 2, false));
  }

  @Test
  void theVersionIsThatOfTheLastUpdateThatIsContained() {
    restart();
    pending.add(update("e", 7, false, change("ada", OFFLINE, ACTIVE, 1)));
    pending.add(update("e", 9, false));
    assertThat(List.of(pending.drain()))
        .extracting(PresenceUpdate::version, PresenceUpdate::workspaceId)
        .containsExactly(tuple(9L, "acme"));
  }

  /** However rarely an observer looks, it ends with the truth, and hears no status twice. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void anObserverOfTheMergedSeesTheTruthAndNoStatusTwiceInARow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Presence> truth = new HashMap<>();
    Map<String, Presence> observed = new HashMap<>();
    String epoch = "e0";
    String seen = "";
    boolean stale = false;
    for (int step = 0; step < 3_000; step++) {
      if (random.nextInt(100) == 0) {
        epoch = "e" + step;
        truth.clear();
      }
      stale = random.nextInt(20) == 0 ? !stale : stale;
      pending.add(
          update(
              epoch, step, stale, someChange(random, truth, step).toArray(PresenceChange[]::new)));
      if (random.nextInt(4) == 0) {
        PresenceUpdate update = pending.drain();
        seen = update == null ? seen : apply(update, seen, observed);
        assertThat(seen).isEqualTo(epoch);
        assertThat(statuses(observed)).isEqualTo(statuses(truth));
      }
    }
  }

  private static List<PresenceChange> someChange(
      SplittableRandom random, Map<String, Presence> truth, int step) {
    List<PresenceChange> changes = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      String id = "u" + user;
      PresenceStatus before = truth.getOrDefault(id, Presence.OFFLINE).status();
      PresenceStatus after = PresenceStatus.values()[random.nextInt(3)];
      if (before != after && random.nextBoolean()) {
        changes.add(change(id, before, after, step));
        truth.put(id, changes.get(changes.size() - 1).presence());
      }
    }
    return changes;
  }

  private static String apply(PresenceUpdate update, String seen, Map<String, Presence> observed) {
    if (!update.epoch().equals(seen)) {
      observed.clear();
    }
    for (PresenceChange change : update.changes()) {
      PresenceStatus before = observed.getOrDefault(change.userId(), Presence.OFFLINE).status();
      assertThat(change.previous()).isEqualTo(before);
      observed.put(change.userId(), change.presence());
    }
    return update.epoch();
  }

  private static Map<String, PresenceStatus> statuses(Map<String, Presence> members) {
    Map<String, PresenceStatus> statuses = new HashMap<>();
    members.forEach((user, presence) -> statuses.put(user, presence.status()));
    statuses.values().removeIf(status -> status == OFFLINE);
    return statuses;
  }

  private void restart() {
    pending.restart("e", false);
  }

  private static PresenceUpdate update(
      String epoch, long version, boolean stale, PresenceChange... changes) {
    return PresenceUpdate.of("acme", epoch, version, stale, List.of(changes));
  }

  private static PresenceChange change(
      String user, PresenceStatus before, PresenceStatus after, long since) {
    Instant time = after == OFFLINE ? null : Instant.ofEpochMilli(since);
    return PresenceChange.of(user, Presence.of(after, time), before);
  }
}
