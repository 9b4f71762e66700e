package dev.presence.engine;

import static dev.presence.engine.WatchedPeers.LEASE;
import static dev.presence.engine.WatchedPeers.draining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the users of a node that stops in an orderly way are counted. */
class PeersDrainingTest {

  private final WatchedPeers watch = new WatchedPeers();

  @Test
  void aNodeThatSaysThatItLeavesCountsApartAndForTheDrainTime() {
    StoredRecord record = watch.show("n1", 3, "ada");
    watch.refreshed.clear();
    watch.peers.heard(
        FeedMessage.Draining.of(draining(record, 15_000, watch.storeNow + 15_000)), watch.contact);
    assertThat(watch.countdown()).isEqualTo(15_000);
    assertThat(watch.refreshed).containsExactly("ada");
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    watch.peers.collect("ada", staying, draining);
    assertThat(staying).isEmpty();
    assertThat(draining).hasSize(1);
  }

  @Test
  void aNodeThatIsListedAsDrainingCountsSoWithoutItsMessage() {
    StoredRecord record = watch.show("n1", 3, "ada");
    watch.pass(1_000);
    watch.reply(draining(record, 15_000, watch.storeNow + 14_500));
    assertThat(watch.countdown()).isEqualTo(14_500);
    List<Entry> draining = new ArrayList<>();
    watch.peers.collect("ada", new ArrayList<>(), draining);
    assertThat(draining).hasSize(1);
  }

  @Test
  void aNodeThatLeavesIsEvictedAtTheDeadlineItSaid() {
    StoredRecord record = watch.show("n1", 3, "ada");
    long deadline = watch.storeNow + 15_000;
    watch.peers.heard(FeedMessage.Draining.of(draining(record, 15_000, deadline)), watch.contact);
    watch.pass(15_000);
    assertThat(watch.overdue()).extracting(peer -> peer.deadline).containsExactly(deadline);
  }

  @Test
  void aMessageThatANodeLeavesThatComesTwiceGrantsNoMoreTime() {
    StoredRecord record = watch.show("n1", 3, "ada");
    FeedMessage.Draining message =
        FeedMessage.Draining.of(draining(record, 15_000, watch.storeNow + 15_000));
    watch.peers.heard(message, watch.contact);
    watch.pass(5_000);
    watch.peers.heard(message, watch.contact);
    assertThat(watch.countdown()).isEqualTo(10_000);
  }

  @Test
  void anOlderMessageThatANodeLeavesIsIgnored() {
    StoredRecord old = watch.record("n1", LEASE, 3, 1);
    watch.show("n1", 4, "ada");
    watch.peers.heard(
        FeedMessage.Draining.of(draining(old, 15_000, watch.storeNow)), watch.contact);
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void aReplyThatTheDrainingHasOvertakenDoesNotTakeItBack() {
    StoredRecord before = watch.show("n1", 3, "ada");
    watch.pass(20_000);
    long sentAt = watch.ticks;
    watch.hear("n1", 3, 4, Set.of("bob"), Set.of());
    StoredRecord now = watch.record("n1", LEASE, 4, 2);
    watch.peers.heard(
        FeedMessage.Draining.of(draining(now, 15_000, watch.storeNow + 15_000)), watch.contact);
    watch.pass(3);
    watch.replyToSyncSentAt(sentAt, before);
    assertThat(watch.countdown()).isEqualTo(15_000 - 3);
    List<Entry> draining = new ArrayList<>();
    watch.peers.collect("ada", new ArrayList<>(), draining);
    assertThat(draining).hasSize(1);
  }
}
