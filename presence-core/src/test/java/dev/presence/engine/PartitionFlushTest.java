package dev.presence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.engine.PartitionFlush.Flush;
import dev.presence.model.Activity;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionFlushTest {

  private static final String ME = "me";

  private final Sequence sequence = new Sequence();
  private final PartitionFlush flush = new PartitionFlush(sequence);
  private final LocalPartition partition = new LocalPartition();
  private final Map<String, LocalConnection> tabs = new HashMap<>();

  @Test
  void theFirstFlushIsTheWholePartition() {
    connect("ada");
    Flush first = flush.next();
    assertThat(first.whole()).isTrue();
    assertThat(first.knownDeadline()).isZero();
    assertThat(first.from()).isZero();
    assertThat(first.to()).isPositive();
    assertThat(first.entries(partition)).containsOnlyKeys("ada");
    assertThat(first.removed(partition)).isEmpty();
  }

  @Test
  void anEmptyPartitionIsPublished() {
    assertThat(flush.isBehind()).isTrue();
    assertThat(flush.next().to()).isPositive();
  }

  @Test
  void aFlushLeadsOnFromWhatTheStoreAcknowledged() {
    Flush first = flushed(1_000);
    connect("ada");
    Flush second = flush.next();
    assertThat(second.whole()).isFalse();
    assertThat(second.knownDeadline()).isEqualTo(1_000);
    assertThat(second.from()).isEqualTo(first.to());
    assertThat(second.to()).isGreaterThan(second.from());
  }

  @Test
  void whatIsUnderWayIsNotStoredYet() {
    flushed(1_000);
    assertThat(flush.isBehind()).isFalse();
    connect("ada");
    Flush next = flush.next();
    assertThat(flush.isBehind()).isTrue();
    flush.answered(stored(next, 2_000), ME);
    assertThat(flush.isBehind()).isFalse();
  }

  @Test
  void aMereHeartbeatChangesNoSequence() {
    Flush first = flushed(1_000);
    Flush beat = flush.next();
    assertThat(beat.from()).isEqualTo(first.to());
    assertThat(beat.to()).isEqualTo(first.to());
    assertThat(beat.entries(partition)).isEmpty();
    assertThat(beat.removed(partition)).isEmpty();
    assertThat(flush.answered(stored(beat, 2_000), ME)).isTrue();
    assertThat(flush.deadline()).isEqualTo(2_000);
  }

  @Test
  void aHeartbeatWithAnEarlierDeadlineIsFollowedByANewSequence() {
    Flush first = flushed(2_000);
    flushed(1_000);
    assertThat(flush.isBehind()).isTrue();
    Flush next = flush.next();
    assertThat(next.from()).isEqualTo(first.to());
    assertThat(next.to()).isGreaterThan(first.to());
    flush.failed();
    Flush again = flush.next();
    assertThat(again.to()).isGreaterThan(next.to());
    flush.answered(stored(again, 1_100), ME);
    assertThat(flush.isBehind()).isFalse();
    assertThat(flush.next().to()).isEqualTo(again.to());
  }

  @Test
  void aChangeWithAnEarlierDeadlineHasANewSequenceAlready() {
    flushed(2_000);
    connect("ada");
    flushed(1_000);
    assertThat(flush.isBehind()).isFalse();
  }

  @Test
  void aNodeThatLeavesSaysSoUnderASequenceThatNoEarlierCallHas() {
    Flush first = flushed(1_000);
    flush.renumber();
    Flush draining = flush.next();
    assertThat(draining.from()).isEqualTo(first.to());
    assertThat(draining.to()).isGreaterThan(first.to());
    flush.failed();
    assertThat(flush.next().to()).isGreaterThan(draining.to());
  }

  @Test
  void manyChangesArePublishedInSeveralFlushesThatLeadOnFromEachOther() {
    flushed(1_000);
    for (int user = 0; user < 1_200; user++) {
      connect("user" + user);
    }
    Flush first = flush.next();
    assertThat(first.users()).hasSize(500).containsKeys("user0", "user499");
    assertThat(flush.isAllTaken()).isFalse();
    flush.answered(stored(first, 2_000), ME);
    Flush second = flush.next();
    assertThat(second.from()).isEqualTo(first.to());
    flush.answered(stored(second, 3_000), ME);
    assertThat(flush.next().users()).hasSize(200);
    assertThat(flush.isAllTaken()).isTrue();
  }

  @Test
  void aFlushThatFailedIsCoveredByTheNextOneHoweverManyWait() {
    flushed(1_000);
    for (int user = 0; user < 700; user++) {
      connect("user" + user);
    }
    Flush failed = flush.next();
    connect("late");
    flush.failed();
    assertThat(flush.next().users()).containsKeys(failed.users().keySet().toArray(String[]::new));
  }

  @Test
  void aSequenceThatIsBelowTheStoredOneIsRaisedAboveIt() {
    Flush first = flush.next();
    StoredRecord damaged = record(9, first.to() + 1_000_000, 0);
    flush.answered(SyncReply.of(true, 0, "", List.of(damaged)), ME);
    assertThat(flush.next().to()).isGreaterThan(damaged.sequence());
  }

  @Test
  void aFlushThatIsAnsweredLateNeedNotBeSentAgain() {
    flushed(1_000);
    connect("ada");
    Flush slow = flush.next();
    flush.failed();
    connect("bob");
    assertThat(flush.answeredLate(slow, stored(slow, 2_000), ME)).isTrue();
    Flush next = flush.next();
    assertThat(next.from()).isEqualTo(slow.to());
    assertThat(next.users()).containsOnlyKeys("bob");
  }

  @Test
  void whoChangedAgainSinceALateFlushIsSentAgain() {
    flushed(1_000);
    connect("ada");
    Flush slow = flush.next();
    flush.failed();
    flush.touch("ada");
    flush.answeredLate(slow, stored(slow, 2_000), ME);
    assertThat(flush.next().users()).containsOnlyKeys("ada");
  }

  @Test
  void aLateAnswerWhileTheNextFlushIsUnderWayLeavesThatToItsOwnAnswer() {
    flushed(1_000);
    connect("ada");
    Flush slow = flush.next();
    flush.failed();
    Flush second = flush.next();
    assertThat(flush.answeredLate(slow, stored(slow, 2_000), ME)).isTrue();
    assertThat(flush.isInFlight()).isTrue();
    assertThat(flush.answered(stored(second, 3_000), ME)).isTrue();
    assertThat(flush.isBehind()).isFalse();
  }

  @Test
  void aLateAnswerToAnOlderFlushChangesNothing() {
    flushed(1_000);
    connect("ada");
    Flush slow = flush.next();
    flush.failed();
    Flush second = flush.next();
    flush.answered(stored(second, 3_000), ME);
    assertThat(flush.answeredLate(slow, stored(slow, 2_000), ME)).isFalse();
    assertThat(flush.deadline()).isEqualTo(3_000);
  }

  @Test
  void whatHappensMeanwhileJoinsTheNextFlush() {
    flushed(1_000);
    connect("ada");
    Flush second = flush.next();
    connect("bob");
    assertThat(flush.isInFlight()).isTrue();
    assertThat(flush.answered(stored(second, 2_000), ME)).isTrue();
    assertThat(flush.isBehind()).isTrue();
    Flush third = flush.next();
    assertThat(third.entries(partition)).containsOnlyKeys("bob");
  }

  @Test
  void aUserWhoLeftIsRemoved() {
    connect("ada");
    flushed(1_000);
    leave("ada");
    Flush next = flush.next();
    assertThat(next.entries(partition)).isEmpty();
    assertThat(next.removed(partition)).containsExactly("ada");
  }

  @Test
  void aRetryCoversTheChangeThatFailed() {
    Flush first = flushed(1_000);
    connect("ada");
    Flush failed = flush.next();
    flush.failed();
    assertThat(flush.isInFlight()).isFalse();
    connect("bob");
    Flush retry = flush.next();
    assertThat(retry.from()).isEqualTo(first.to());
    assertThat(retry.to()).isGreaterThan(failed.to());
    assertThat(retry.entries(partition)).containsOnlyKeys("ada", "bob");
  }

  @Test
  void aRetryRemovesWhoLeftMeanwhile() {
    flushed(1_000);
    connect("ada");
    flush.next();
    flush.failed();
    leave("ada");
    assertThat(flush.next().removed(partition)).containsExactly("ada");
  }

  @Test
  void aStoreThatForgotThisNodeIsSentEverythingUnderTheNextSequence() {
    connect("ada");
    flushed(1_000);
    connect("bob");
    Flush refused = flush.next();
    assertThat(flush.answered(SyncReply.of(false, 0, "", List.of()), ME)).isFalse();
    assertThat(flush.isBehind()).isTrue();
    Flush whole = flush.next();
    assertThat(whole.whole()).isTrue();
    assertThat(whole.to()).isGreaterThan(refused.to());
    assertThat(whole.knownDeadline()).isZero();
    assertThat(whole.entries(partition)).containsOnlyKeys("ada", "bob");
  }

  @Test
  void aReplyThatShowsAnotherSequenceIsNoAcknowledgement() {
    Flush first = flush.next();
    SyncReply other = SyncReply.of(true, 0, "", List.of(record(9, first.to() + 5, 0)));
    assertThat(flush.answered(other, ME)).isFalse();
    assertThat(flush.next().whole()).isTrue();
  }

  @Test
  void aReplyThatDoesNotListThisNodeIsNoAcknowledgement() {
    flush.next();
    assertThat(flush.answered(SyncReply.of(true, 0, "", List.of()), ME)).isFalse();
    assertThat(flush.isBehind()).isTrue();
  }

  @Test
  void aSequenceIsNeverUsedTwiceEvenWhenTheWorkspaceIsOpenedAgain() {
    Flush first = flushed(1_000);
    assertThat(new PartitionFlush(sequence).next().to()).isGreaterThan(first.to());
  }

  /** Replies get lost, calls too, the store forgets; in the end it holds what the node has. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theStoreEndsWithThePartitionWhateverWasLost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StoreOfOne store = new StoreOfOne();
    for (int step = 0; step < 1_000; step++) {
      changeSomebody(random);
      exchange(random.nextInt(5) > 0, random.nextInt(5) > 0, store);
      if (random.nextInt(40) == 0) {
        store.forget();
      }
    }
    for (int i = 0; i < 3; i++) {
      exchange(true, true, store);
    }
    assertThat(flush.isBehind()).isFalse();
    assertThat(store.entries.keySet()).isEqualTo(partition.entries().keySet());
  }

  private void changeSomebody(SplittableRandom random) {
    String user = "u" + random.nextInt(6);
    if (tabs.containsKey(user)) {
      leave(user);
    } else {
      connect(user);
    }
  }

  private void exchange(boolean arrives, boolean answered, StoreOfOne store) {
    Flush next = flush.next();
    SyncReply reply = arrives ? store.sync(next, partition) : null;
    if (reply != null && answered) {
      flush.answered(reply, ME);
    } else {
      flush.failed();
    }
  }

  private Flush flushed(long deadline) {
    Flush next = flush.next();
    assertThat(flush.answered(stored(next, deadline), ME)).isTrue();
    return next;
  }

  private static SyncReply stored(Flush flush, long deadline) {
    return SyncReply.of(true, 0, "", List.of(record(deadline, flush.to(), 0)));
  }

  private static StoredRecord record(long deadline, long sequence, int users) {
    return StoredRecord.builder(ME)
        .deadline(deadline)
        .leaseMillis(60)
        .sequence(sequence)
        .users(users)
        .build();
  }

  private void connect(String userId) {
    LocalConnection tab = new LocalConnection(userId, userId, Activity.ACTIVE, null, 0);
    tabs.put(userId, tab);
    partition.add(tab);
    partition.refresh(userId, 0, 0);
    flush.touch(userId);
  }

  private void leave(String userId) {
    partition.remove(tabs.remove(userId));
    partition.refresh(userId, 0, 0);
    flush.touch(userId);
  }

  /** What a store keeps of this node, by the rules of {@code PresenceStore.sync}. */
  private static final class StoreOfOne {
    private final Map<String, String> entries = new HashMap<>();
    private long sequence = -1;
    private long deadline;

    void forget() {
      entries.clear();
      sequence = -1;
    }

    SyncReply sync(Flush flush, LocalPartition partition) {
      boolean known =
          flush.whole()
              || (sequence >= 0 && deadline >= flush.knownDeadline() && sequence >= flush.from());
      if (known && (flush.whole() ? sequence < flush.to() : sequence <= flush.to())) {
        if (flush.whole()) {
          entries.clear();
        }
        entries.putAll(flush.entries(partition));
        entries.keySet().removeAll(flush.removed(partition));
        sequence = flush.to();
        deadline++;
      }
      StoredRecord record = record(deadline, sequence, entries.size());
      return SyncReply.of(known, 0, "", sequence < 0 ? List.of() : List.of(record));
    }
  }
}
