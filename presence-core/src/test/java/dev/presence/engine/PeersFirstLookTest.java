package dev.presence.engine;

import static dev.presence.engine.WatchedPeers.LEASE;
import static dev.presence.engine.WatchedPeers.draining;
import static dev.presence.engine.WatchedPeers.entries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node makes of a record that it sees for the first time. */
class PeersFirstLookTest {

  private final WatchedPeers watch = new WatchedPeers();

  @Test
  void aRecordWithNothingLeftAtAFirstLookIsNotShownNorEvictedForALease() {
    StoredRecord record = watch.record("n1", 0, 1, 1);
    watch.reply(record);
    assertThat(watch.loads).isEmpty();
    watch.pass(LEASE - 1);
    watch.reply(record);
    assertThat(watch.loads).isEmpty();
    assertThat(watch.overdue()).isEmpty();
    watch.pass(1);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void aRecordWithNothingLeftIsShownOnceItsNodeIsBack() {
    watch.reply(watch.record("n1", -1, 1, 1));
    watch.pass(1_000);
    StoredRecord renewed = watch.record("n1", LEASE, 1, 1);
    watch.reply(renewed);
    assertThat(watch.loads).containsExactly("n1");
    watch.load(renewed, entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void aRecordWithNothingLeftIsNotShownBecauseTheStoresClockWentBack() {
    StoredRecord record = watch.record("n1", -1, 1, 1);
    watch.reply(record);
    watch.storeNow -= 30_000;
    watch.reply(record);
    assertThat(watch.loads).isEmpty();
  }

  @Test
  void aNodeThatIsDrainingAtAFirstLookCountsAsDraining() {
    StoredRecord record = watch.record("n1", LEASE, 1, 1);
    StoredRecord left = draining(record, 15_000, watch.storeNow + 9_000);
    watch.reply(left);
    watch.load(left, entries("ada"));
    assertThat(drainingEntries("ada")).hasSize(1);
    assertThat(watch.countdown()).isEqualTo(9_000);
  }

  @Test
  void aNodeThatIsFirstSeenByALateReadCountsAsWhatTheReadSays() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    watch.pass(10);
    watch.reply(); // gone while it was being read
    long sentAt = watch.ticks;
    watch.pass(10);
    StoredRecord back = watch.record("n1", LEASE, 4, 1);
    watch.load(draining(back, 15_000, watch.storeNow + 15_000), entries("ada"));
    watch.replyToSyncSentAt(sentAt);
    assertThat(drainingEntries("ada")).as("heard since the sync was sent").hasSize(1);
  }

  @Test
  void aNodeHeardBeforeTheFirstReplyIsCountedDownFromWhatIsLeft() {
    watch.hear("n1", 0, 1, Set.of("ada"), Set.of());
    watch.pass(500);
    watch.reply(watch.record("n1", 20_000, 1, 1));
    assertThat(watch.countdown()).isEqualTo(20_000);
  }

  @Test
  void aSecondLookHidesWhatWasNotRenewedAndEvictsNoNodeForALease() {
    StoredRecord record = watch.record("n1", 9_000, 1, 1);
    watch.reply(record);
    watch.load(record, entries("ada"));
    long before = watch.ticks;
    watch.pass(9_000);
    assertThat(watch.overdue()).isEmpty();
    assertThat(watch.syncs).as("the second look").isEqualTo(1);
    watch.replyToSyncSentAt(before, record);
    assertThat(watch.isOnline("ada")).as("sent before that").isTrue();
    watch.reply(record);
    assertThat(watch.isOnline("ada")).isFalse();
    watch.pass(LEASE - 9_001);
    assertThat(watch.overdue()).isEmpty();
    watch.pass(1);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void whenTheWallClocksSayThatTheStoresClockJumpedTheLeaseIsCountedInFull() {
    StoredRecord record = watch.record("n1", 9_000, 1, 1); // renewed before the jump
    watch.wallOffset = -51_000;
    watch.reply(record);
    watch.load(record, entries("ada"));
    assertThat(watch.countdown()).isEqualTo(LEASE);
    StoredRecord over = watch.record("n2", -20_000, 1, 1);
    watch.reply(record, over);
    assertThat(watch.loads).contains("n2");
  }

  @Test
  void aHiddenNodeThatRenewsIsShownAgain() {
    StoredRecord record = watch.record("n1", 9_000, 1, 1);
    watch.reply(record);
    watch.load(record, entries("ada"));
    watch.pass(9_000);
    watch.overdue();
    watch.reply(record);
    assertThat(watch.isOnline("ada")).isFalse();
    StoredRecord renewed = watch.record("n1", LEASE, 1, 1);
    watch.reply(renewed);
    watch.load(renewed, entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aNodeThatRenewedSinceTheFirstLookIsNotHidden() {
    StoredRecord record = watch.record("n1", 9_000, 1, 1);
    watch.reply(record);
    watch.load(record, entries("ada"));
    watch.pass(9_000);
    watch.overdue();
    watch.reply(watch.record("n1", LEASE, 1, 1));
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  private List<Entry> drainingEntries(String userId) {
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    watch.peers.collect(userId, staying, draining);
    assertThat(staying).isEmpty();
    return draining;
  }
}
