package dev.presence.engine;

import static dev.presence.engine.WatchedPeers.LEASE;
import static dev.presence.engine.WatchedPeers.entries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage.Content;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How changes of other nodes are applied, and how gaps are found and closed. */
class PeersFeedTest {

  private final WatchedPeers watch = new WatchedPeers();

  @Test
  void aNodeThatIsListedIsLoadedAndThenShown() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    assertThat(watch.loads).containsExactly("n1");
    assertThat(watch.peers.unreadSince()).isEqualTo(watch.ticks);
    watch.load(record, entries("ada"));
    assertThat(watch.peers.unreadSince()).isEqualTo(-1);
    assertThat(watch.refreshed).containsExactly("ada");
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aNodeIsNotLoadedTwiceAtOnce() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    watch.reply(record);
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void aNodeThatTheFeedTellsOfIsLoaded() {
    watch.hear("n1", 4, 5, Set.of("ada"), Set.of());
    assertThat(watch.loads).containsExactly("n1");
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void aChangeThatLeadsOnIsApplied() {
    watch.show("n1", 3, "ada");
    watch.refreshed.clear();
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of("ada"));
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.refreshed).containsExactlyInAnyOrder("ada", "bob");
  }

  @Test
  void aChangeFitsAnyStateFromItsFirstSequenceOn() {
    watch.show("n1", 5, "ada");
    watch.hear("n1", 3, 9, Set.of("bob"), Set.of());
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void aChangeThatIsAppliedAlreadyIsIgnored() {
    watch.show("n1", 5, "ada");
    watch.hear("n1", 4, 5, Set.of(), Set.of("ada"));
    watch.hear("n1", 3, 4, Set.of(), Set.of("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void aGapIsClosedByLoading() {
    watch.show("n1", 3, "ada");
    watch.hear("n1", 4, 5, Set.of("bob"), Set.of());
    assertThat(watch.loads).hasSize(2);
    assertThat(watch.isOnline("bob")).as("not before the partition is complete").isFalse();
    assertThat(watch.isOnline("ada")).isTrue();
    watch.refreshed.clear();
    watch.load(watch.record("n1", LEASE, 5, 1), entries("bob"));
    assertThat(watch.refreshed).containsExactlyInAnyOrder("ada", "bob");
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void aWholePartitionFitsAnyOlderState() {
    watch.show("n1", 3, "ada");
    watch.refreshed.clear();
    watch.hear("n1", 0, 9, Content.WHOLE, Set.of("bob"), Set.of());
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.refreshed).containsExactlyInAnyOrder("ada", "bob");
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void aChangeTooLargeForAMessageIsLoaded() {
    watch.show("n1", 3, "ada");
    watch.hear("n1", 3, 4, Content.NOTHING, Set.of(), Set.of());
    assertThat(watch.loads).hasSize(2);
  }

  @Test
  void messagesThatComeWhileLoadingAreAppliedAfterwards() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of());
    watch.hear("n1", 4, 5, Set.of(), Set.of("ada"));
    watch.load(record, entries("ada"));
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void aReadThatAlreadyHoldsThoseMessagesIsNotHarmedByThem() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    watch.hear("n1", 2, 3, Set.of("old"), Set.of());
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of());
    watch.load(watch.record("n1", LEASE, 4, 1), entries("bob"));
    assertThat(watch.isOnline("old")).isFalse();
    assertThat(watch.isOnline("bob")).isTrue();
  }

  @Test
  void aMessageWhileLoadingThatDoesNotFitIsLoadedOnceMore() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    watch.hear("n1", 3, 4, Content.NOTHING, Set.of(), Set.of());
    watch.load(record, entries("ada"));
    assertThat(watch.loads).hasSize(2);
    watch.load(watch.record("n1", LEASE, 4, 1), entries("bob"));
    assertThat(watch.loads).hasSize(2);
    assertThat(watch.isOnline("bob")).isTrue();
  }

  @Test
  void aReadOlderThanWhatIsShownChangesNothing() {
    watch.show("n1", 5, "ada");
    watch.hear("n1", 6, 7, Set.of("bob"), Set.of()); // a gap
    watch.hear("n1", 0, 8, Content.WHOLE, Set.of("cid"), Set.of());
    watch.load(watch.record("n1", LEASE, 7, 2), entries("ada", "bob"));
    assertThat(watch.isOnline("cid")).isTrue();
    assertThat(watch.isOnline("bob")).isFalse();
  }

  @Test
  void aReadFromBeforeWhatWasShownWhenItBeganChangesNothing() {
    watch.show("n1", 5, "ada");
    watch.reply(watch.record("n1", LEASE, 5, 2)); // of another size
    assertThat(watch.loads).hasSize(2);
    watch.load(watch.record("n1", LEASE, 4, 2), entries("bob", "cid"));
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.isOnline("bob")).isFalse();
  }

  @Test
  void aListedPartitionThatIsIncompleteStaysUnreadAndIsReadAgain() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    long since = watch.ticks;
    watch.pass(100);
    assertThat(watch.peers.loaded("n1", null, watch.clocks())).isTrue();
    assertThat(watch.peers.unreadSince()).isEqualTo(since);
    watch.pass(1_000);
    watch.peers.reloadIfUnread("n1", watch.ticks);
    assertThat(watch.loads).hasSize(2);
    watch.load(record, entries("ada"));
    assertThat(watch.peers.unreadSince()).isEqualTo(-1);
  }

  @Test
  void aPartitionThatOnlyTheFeedToldOfAndThatIsNotThereIsForgotten() {
    watch.hear("n1", 4, 5, Set.of("bob"), Set.of());
    assertThat(watch.peers.loaded("n1", null, watch.clocks())).isFalse();
    assertThat(watch.peers.unreadSince()).isEqualTo(-1);
  }

  @Test
  void aReadThatFoundNothingLeavesWhatIsShown() {
    watch.show("n1", 3, "ada");
    watch.hear("n1", 4, 5, Set.of("bob"), Set.of());
    assertThat(watch.peers.loaded("n1", null, watch.clocks())).isTrue();
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void entriesThatCannotBeReadAreSkippedReportedAndCounted() {
    StoredRecord record = watch.record("n1", LEASE, 3, 2);
    watch.reply(record);
    watch.peers.loaded(
        "n1",
        StoredPartition.of(record, Map.of("ada", WatchedPeers.ACTIVE.encode(), "bob", "?")),
        watch.clocks());
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.isOnline("bob")).isFalse();
    assertThat(watch.unreadable).containsExactly("bob");
    watch.reply(watch.record("n1", LEASE, 3, 2));
    assertThat(watch.loads).as("the size fits, so it is not read again").hasSize(1);
  }

  @Test
  void aNodeThatWasForgottenWhileItWasReadIsShownByTheRead() {
    watch.reply(watch.record("n1", LEASE, 3, 1));
    watch.pass(10);
    watch.reply();
    watch.load(watch.record("n1", LEASE, 4, 1), entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void whoIsBehindAReplyForASecondIsLoaded() {
    watch.show("n1", 3, "ada");
    watch.pass(1_000);
    List<StoredRecord> ahead = watch.reply(watch.record("n1", LEASE, 5, 1));
    assertThat(ahead).extracting(StoredRecord::nodeId).containsExactly("n1");
    assertThat(watch.loads).as("the feed may be on its way").hasSize(1);
    watch.pass(1_000);
    assertThat(watch.peers.reloadIfBehind(ahead.get(0), watch.ticks)).isTrue();
    assertThat(watch.loads).hasSize(2);
  }

  @Test
  void whoCaughtUpWithinTheSecondIsNotLoaded() {
    watch.show("n1", 3, "ada");
    List<StoredRecord> ahead = watch.reply(watch.record("n1", LEASE, 4, 2));
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of());
    assertThat(watch.peers.reloadIfBehind(ahead.get(0), watch.ticks)).isFalse();
    assertThat(watch.loads).hasSize(1);
  }

  @Test
  void whoIsBeingReadIsNotReportedAsBehind() {
    StoredRecord record = watch.record("n1", LEASE, 3, 1);
    watch.reply(record);
    assertThat(watch.reply(record)).isEmpty();
    watch.load(record, entries("ada"));
    watch.hear("n1", 4, 5, Set.of("bob"), Set.of());
    assertThat(watch.reply(watch.record("n1", LEASE, 5, 2))).isEmpty();
  }

  @Test
  void whoIsNotBehindIsNotReported() {
    watch.show("n1", 3, "ada");
    assertThat(watch.reply(watch.record("n1", LEASE, 3, 1))).isEmpty();
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of());
    assertThat(watch.reply(watch.record("n1", LEASE, 3, 1)))
        .as("a reply that the feed overtook")
        .isEmpty();
  }

  @Test
  void aPartitionOfAnotherSizeThanItsRecordSaysIsLoadedAgain() {
    watch.show("n1", 3, "ada");
    watch.reply(watch.record("n1", LEASE, 3, 2));
    assertThat(watch.loads).hasSize(2);
    watch.load(watch.record("n1", LEASE, 3, 2), entries("ada", "bob"));
    assertThat(watch.isOnline("bob")).isTrue();
    watch.reply(watch.record("n1", LEASE, 3, 2));
    assertThat(watch.loads).hasSize(2);
  }
}
