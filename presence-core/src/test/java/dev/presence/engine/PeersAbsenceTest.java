package dev.presence.engine;

import static dev.presence.engine.WatchedPeers.LEASE;
import static dev.presence.engine.WatchedPeers.entries;
import static dev.presence.engine.WatchedPeers.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a node that is not listed any more is gone, and what brings it back. */
class PeersAbsenceTest {

  private final WatchedPeers watch = new WatchedPeers();

  @Test
  void aNodeThatIsNotListedIsGone() {
    StoredRecord one = watch.record("n1", LEASE, 1, 1);
    StoredRecord two = watch.record("n2", LEASE, 1, 1);
    watch.reply(one, two);
    watch.load(one, entries("ada"));
    watch.load(two, entries("bob"));
    watch.refreshed.clear();
    watch.pass(1_000);
    watch.reply(watch.record("n2", LEASE, 1, 1));
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.refreshed).containsExactly("ada");
    assertThat(watch.gone).containsExactly("n1");
  }

  @Test
  void aNodeThatWasHeardSinceTheSyncWasSentIsNotGone() {
    watch.show("n1", 1, "ada");
    watch.pass(1_000);
    long sentAt = watch.ticks;
    watch.hear("n1", 1, 2, Set.of("bob"), Set.of());
    watch.pass(5);
    watch.replyToSyncSentAt(sentAt);
    assertThat(watch.isOnline("ada")).isTrue();
    watch.reply();
    assertThat(watch.isOnline("ada")).as("heard before this one was sent").isFalse();
  }

  @Test
  void aNodeThatNoReplyHasListedMayBeAmongTheWritesThatTheStoreLost() {
    watch.reply();
    watch.pass(1_000);
    watch.hear("n1", 0, 1, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    StoredRecord record = watch.record("n1", LEASE, 1, 1);
    watch.load(record, entries("ada"));
    watch.pass(1_000);
    watch.reply();
    watch.pass(1_000);
    watch.reply();
    assertThat(watch.isOnline("ada")).isTrue();
    watch.reply(record);
    watch.pass(1_000);
    watch.reply();
    assertThat(watch.isOnline("ada")).as("listed, and not any more").isFalse();
  }

  @Test
  void aNodeThatNoReplyHasListedIsOverdueAfterItsLease() {
    watch.reply();
    watch.hear("n1", 0, 1, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    watch.load(watch.record("n1", LEASE, 1, 1), entries("ada"));
    watch.pass(LEASE);
    assertThat(watch.overdue()).extracting(peer -> peer.nodeId).containsExactly("n1");
  }

  @Test
  void aNodeThatTheFeedTellsOfFirstIsNotGoneByAReplyOnItsWay() {
    long sentAt = watch.ticks;
    watch.pass(5);
    watch.hear("n1", 0, 1, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    watch.replyToSyncSentAt(sentAt);
    watch.load(watch.record("n1", LEASE, 1, 1), entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void whenTheStoreForgotThisNodeTheAbsenceOfOthersSaysNothing() {
    watch.show("n1", 1, "ada");
    watch.pass(1_000);
    watch.replyUnknown();
    assertThat(watch.isOnline("ada")).isTrue();
    watch.pass(1_000);
    watch.reply(); // its own partition is stored again, the other node's not yet
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.gone).isEmpty();
  }

  @Test
  void aStoreThatTookAWholePartitionMayHaveBeenEmptiedJustBefore() {
    StoredRecord record = watch.show("n1", 1, "ada");
    watch.pass(1_000);
    watch.replyUnknown(record); // this node alone had been evicted; then the store is emptied
    watch.replyToWhole();
    watch.reply();
    assertThat(watch.isOnline("ada")).isTrue();
    watch.pass(LEASE - 1);
    assertThat(watch.overdue()).isEmpty();
    watch.pass(1);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void whenTheStoreForgotThisNodeNobodyIsOverdueForALease() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE - 1);
    watch.replyUnknown();
    watch.pass(LEASE - 1);
    assertThat(watch.overdue()).isEmpty();
    watch.pass(1);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void theLeaseOfALongerLivedNodeIsWaitedForInDoubt() {
    watch.reply(record("n1", watch.storeNow + 1).leaseMillis(2 * LEASE).sequence(1).build());
    watch.replyUnknown();
    assertThat(watch.countdown()).isEqualTo(2 * LEASE);
  }

  @Test
  void aNodeWhoseRecordIsDamagedIsNotGone() {
    watch.show("n1", 1, "ada");
    watch.pass(1_000);
    watch.peers.replied(
        SyncReply.of(true, watch.storeNow, "", List.of()).withUnreadable(Set.of("n1")),
        false,
        watch.ticks,
        watch.clocks());
    assertThat(watch.isOnline("ada")).isTrue();
    watch.pass(1_000);
    watch.reply();
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void aNodeThatIsListedAgainIsInDoubtNoMore() {
    watch.show("n1", 1, "ada");
    watch.pass(1_000);
    watch.replyUnknown();
    watch.pass(1_000);
    watch.reply(watch.record("n1", LEASE, 1, 1));
    watch.pass(1_000);
    watch.reply();
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void theGoneAreNotBroughtBackByALateMessage() {
    watch.show("n1", 7, "ada");
    watch.pass(1_000);
    watch.reply();
    watch.hear("n1", 6, 7, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    assertThat(watch.loads).containsExactly("n1");
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void theGoneAreNotBroughtBackByALateReply() {
    StoredRecord record = watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    watch.reply(record);
    assertThat(watch.loads).as("not loaded a second time").containsExactly("n1");
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void theGoneAreNotBroughtBackByALateRead() {
    StoredRecord record = watch.record("n1", LEASE, 7, 1);
    watch.reply(record);
    watch.hearGone("n1", 7);
    watch.load(record, entries("ada"));
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void aHigherSequenceInAMessageBringsTheGoneBack() {
    watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    watch.hear("n1", 7, 8, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    assertThat(watch.loads).hasSize(2);
    watch.load(watch.record("n1", LEASE, 8, 1), entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aHigherSequenceInAReplyBringsTheGoneBack() {
    watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    StoredRecord record = watch.record("n1", LEASE, 8, 1);
    watch.reply(record);
    watch.load(record, entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aHigherSequenceBringsBackWhoWasListedWithTheOldOneMeanwhile() {
    StoredRecord old = watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    watch.reply(old);
    watch.pass(1_000);
    StoredRecord record = watch.record("n1", LEASE, 8, 1);
    watch.reply(record);
    watch.load(record, entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aRenewalBringsBackWhoWasListedAgainByAStoreThatLostWrites() {
    StoredRecord old = watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    watch.hearGone("n1", 7);
    watch.pass(1_000);
    watch.reply(old);
    assertThat(watch.isOnline("ada")).isFalse();
    watch.pass(1_000);
    StoredRecord renewed = watch.record("n1", LEASE, 7, 1);
    watch.reply(renewed);
    watch.load(renewed, entries("ada"));
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void theGoneAreRememberedForTwoLeases() {
    watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    watch.pass(2 * LEASE - 1);
    watch.reply();
    watch.hear("n1", 0, 7, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    assertThat(watch.loads).hasSize(1);
    watch.pass(1);
    watch.reply();
    watch.hear("n1", 0, 7, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    assertThat(watch.loads).hasSize(2);
  }

  @Test
  void aMessageThatANodeIsGoneRemovesIt() {
    watch.show("n1", 7, "ada");
    watch.hearGone("n1", 7);
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.gone).containsExactly("n1");
  }

  @Test
  void aMessageThatANodeWasGoneBeforeItCameBackIsTooLate() {
    watch.show("n1", 7, "ada");
    watch.hearGone("n1", 6);
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void aMessageThatAnUnknownNodeIsGoneIsRemembered() {
    watch.hearGone("n1", 7);
    watch.reply(watch.record("n1", LEASE, 7, 1));
    assertThat(watch.loads).isEmpty();
  }

  @Test
  void theHighestSequenceOfTheGoneIsRemembered() {
    watch.hearGone("n1", 7);
    watch.hearGone("n1", 5);
    watch.reply(watch.record("n1", LEASE, 6, 1));
    assertThat(watch.loads).isEmpty();
  }

  @Test
  void aMessageThatThisNodeIsGoneMakesItSync() {
    watch.hearGone("me", 3);
    assertThat(watch.syncs).isEqualTo(1);
    assertThat(watch.gone).isEmpty();
  }

  @Test
  void nobodyIsBelievedAboutTheOwnPartition() {
    watch.reply(watch.record("me", LEASE, 3, 1));
    watch.hear("me", 0, 4, FeedMessage.Content.WHOLE, Set.of("ada"), Set.of());
    assertThat(watch.loads).isEmpty();
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.peers.earliestDue()).isEqualTo(Long.MAX_VALUE);
  }
}
