package dev.presence.engine;

import static dev.presence.engine.WatchedPeers.LEASE;
import static dev.presence.engine.WatchedPeers.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.StoredRecord;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a node counts as crashed: the countdowns of the others. */
class PeersCountdownTest {

  private final WatchedPeers watch = new WatchedPeers();

  @Test
  void aNodeIsOverdueWhenItsLeaseIsOver() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE - 1);
    assertThat(watch.overdue()).isEmpty();
    watch.pass(1);
    assertThat(watch.overdue()).extracting(peer -> peer.nodeId).containsExactly("n1");
  }

  @Test
  void timeWithoutContactCountsAgainstNobody() {
    watch.show("n1", 1, "ada");
    watch.passWithoutContact(10 * LEASE);
    assertThat(watch.overdue()).isEmpty();
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void aRenewedLeaseStartsTheCountdownAgain() {
    watch.show("n1", 1, "ada");
    watch.pass(30_000);
    watch.reply(watch.record("n1", LEASE - 2_000, 1, 1));
    assertThat(watch.countdown()).isEqualTo(LEASE - 2_000);
  }

  @Test
  void aDeadlineThatDidNotMoveLeavesTheCountdownAsItIs() {
    StoredRecord record = watch.show("n1", 1, "ada");
    watch.pass(30_000);
    watch.reply(record);
    assertThat(watch.countdown()).isEqualTo(LEASE - 30_000);
  }

  @Test
  void aCountdownIsNoLessThanTheLeaseMinusTheContactSinceThePreviousReply() {
    watch.show("n1", 1, "ada");
    watch.pass(20_000);
    watch.storeNow += 100_000; // the store's clock jumps: what it says is left is nonsense
    watch.reply(
        record("n1", watch.storeNow - 95_000).sequence(1).users(1).build()); // renewed before that
    assertThat(watch.countdown()).isEqualTo(LEASE - 20_000);
  }

  @Test
  void theContactSinceThePreviousReplyIsCountedFromEachReply() {
    watch.show("n1", 1, "ada");
    watch.pass(20_000);
    watch.reply(watch.record("n1", LEASE, 1, 1));
    watch.pass(10_000);
    watch.reply(watch.record("n1", -5_000, 1, 1));
    assertThat(watch.countdown()).isEqualTo(LEASE - 10_000);
  }

  @Test
  void aCountdownIsNoMoreThanTheLease() {
    watch.show("n1", 1, "ada");
    watch.pass(20_000);
    watch.reply(watch.record("n1", 100 * LEASE, 1, 1));
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  @Test
  void aCountdownIsNoLessThanFiveSeconds() {
    watch.reply(watch.record("n1", 1, 1, 1));
    assertThat(watch.countdown()).isEqualTo(5_000);
    watch.pass(4_000 + LEASE);
    watch.reply(watch.record("n1", 3, 1, 1));
    assertThat(watch.countdown()).isEqualTo(5_000);
  }

  @Test
  void aLeaseShorterThanThatIsCountedInFull() {
    watch.reply(record("n1", watch.storeNow + 1).leaseMillis(2_000).sequence(1).build());
    assertThat(watch.countdown()).isEqualTo(2_000);
  }

  @Test
  void theNextCountdownToEndIsTheShortest() {
    assertThat(watch.peers.earliestDue()).isEqualTo(Long.MAX_VALUE);
    watch.reply(watch.record("n1", 40_000, 1, 0), watch.record("n2", 20_000, 1, 0));
    assertThat(watch.countdown()).isEqualTo(20_000);
  }

  @Test
  void aNodeIsNotEvictedTwiceAtOnce() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE);
    assertThat(watch.overdue()).hasSize(1);
    assertThat(watch.overdue()).isEmpty();
    assertThat(watch.peers.earliestDue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anEvictionWithoutAnAnswerIsTriedAgain() {
    Peer peer = overdue();
    watch.peers.evicted(peer, null, watch.ticks, watch.clocks());
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.overdue()).containsExactly(peer);
  }

  @Test
  void anEvictedNodeIsGoneWithAllOfItsUsers() {
    Peer peer = overdue();
    watch.refreshed.clear();
    watch.evicted(peer, Verdict.GONE, 0);
    assertThat(watch.isOnline("ada")).isFalse();
    assertThat(watch.refreshed).containsExactly("ada");
    assertThat(watch.gone).containsExactly("n1");
  }

  @Test
  void aNodeThatWasHeardSinceTheEvictionWasSentIsNotGone() {
    Peer peer = overdue();
    long sentAt = watch.ticks;
    watch.pass(10);
    watch.hear("n1", 1, 2, Set.of("bob"), Set.of());
    watch.peers.evicted(peer, EvictReply.gone(watch.storeNow), sentAt, watch.clocks());
    assertThat(watch.isOnline("bob")).isTrue();
    assertThat(watch.gone).isEmpty();
  }

  @Test
  void anEvictionThatTheStoreRefusesDoesNotShortenTheDoubt() {
    Peer peer = overdue();
    watch.replyUnknown();
    watch.evicted(peer, Verdict.UNKNOWN, 0);
    assertThat(watch.countdown()).isEqualTo(LEASE);
    assertThat(watch.syncs).isEqualTo(1);
  }

  @Test
  void anEvictionSentBeforeTheDoubtHasNoSay() {
    Peer peer = overdue();
    watch.replyUnknown();
    watch.evicted(peer, Verdict.GONE, 0);
    assertThat(watch.isOnline("ada")).isTrue();
    watch.pass(LEASE);
    watch.evicted(watch.overdue().get(0), Verdict.GONE, 0);
    assertThat(watch.isOnline("ada")).isFalse();
  }

  @Test
  void aNodeThatTurnsOutAliveIsCountedDownFromWhatIsLeft() {
    Peer peer = overdue();
    watch.evicted(peer, Verdict.ALIVE, watch.storeNow + 50_000);
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.countdown()).isEqualTo(50_000);
  }

  @Test
  void aNodeThatTurnedOutAliveIsEvictedAtItsNewDeadline() {
    Peer peer = overdue();
    long renewed = watch.storeNow + 50_000;
    watch.evicted(peer, Verdict.ALIVE, renewed);
    watch.pass(50_000);
    assertThat(watch.overdue()).extracting(late -> late.deadline).containsExactly(renewed);
  }

  @Test
  void aNodeThatTurnsOutAliveIsCountedDownNoLessThanTheLeaseMinusTheContactSinceTheReply() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE - 10_000);
    watch.reply(watch.record("n2", LEASE, 1, 0), watch.record("n1", 10_000, 1, 1));
    watch.pass(10_000);
    Peer peer = watch.overdue().get(0);
    watch.evicted(peer, Verdict.ALIVE, watch.storeNow - 77_000);
    assertThat(watch.countdown()).isEqualTo(LEASE - 10_000);
  }

  @Test
  void aStoreThatForgotTheOneWhoAsksHasNoSayOnOthers() {
    Peer peer = overdue();
    watch.evicted(peer, Verdict.UNKNOWN, 0);
    assertThat(watch.isOnline("ada")).isTrue();
    assertThat(watch.syncs).isEqualTo(1);
    assertThat(watch.countdown()).isEqualTo(1_000);
  }

  @Test
  void theAnswerAboutAPeerThatWasReplacedMeanwhileIsIgnored() {
    Peer peer = overdue();
    watch.hearGone("n1", 1);
    watch.show("n1", 2, "ada");
    watch.evicted(peer, Verdict.GONE, 0);
    assertThat(watch.isOnline("ada")).isTrue();
  }

  @Test
  void nobodyIsOverdueForAMomentAfterTheOwnSyncsFailed() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE);
    watch.peers.grantTime(watch.contact, 5_000);
    assertThat(watch.overdue()).isEmpty();
    watch.pass(5_000);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void syncsThatFailAgainAndAgainDelayItByOneLeaseAtTheMost() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE);
    for (long waited = 0; waited < LEASE; waited += 1_000) {
      watch.peers.grantTime(watch.contact, 5_000);
      assertThat(watch.overdue()).as("after %d ms", waited).isEmpty();
      watch.pass(1_000);
    }
    watch.peers.grantTime(watch.contact, 5_000);
    assertThat(watch.overdue()).hasSize(1);
  }

  @Test
  void timeThatIsGrantedShortensNoCountdown() {
    watch.show("n1", 1, "ada");
    watch.peers.grantTime(watch.contact, 5_000);
    assertThat(watch.countdown()).isEqualTo(LEASE);
  }

  private Peer overdue() {
    watch.show("n1", 1, "ada");
    watch.pass(LEASE);
    return watch.overdue().get(0);
  }
}
