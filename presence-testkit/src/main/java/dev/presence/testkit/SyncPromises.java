package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code sync} promises of heartbeats and changes. */
abstract class SyncPromises extends StorePromises {

  private static final Duration A_MOMENT = Duration.ofMillis(20);

  SyncPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aNodeWithoutARecordIsNotKnown() {
    SyncReply reply = sync(change("n", 0, 1).put("ada", "x"));
    assertThat(reply.known()).isFalse();
    assertThat(reply.records()).isEmpty();
    assertThat(readPartition("n")).isNull();
  }

  @Test
  void aHeartbeatRenewsTheLeaseAndPublishesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    contract.letPass(A_MOMENT);
    StoredRecord after = applied(heartbeat("n", 5).lease(Duration.ofSeconds(90)));
    assertThat(after.deadline()).isGreaterThanOrEqualTo(before.deadline() + 30_000 + 20);
    assertThat(after.leaseMillis()).isEqualTo(90_000);
    assertThat(after.users()).isEqualTo(1);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void theDeadlineIsOneLeaseFromTheStoresNow() {
    applied(whole("n", 5));
    SyncReply reply = sync(heartbeat("n", 5).lease(Duration.ofSeconds(90)));
    assertThat(recordOf("n", reply).deadline()).isEqualTo(reply.now() + 90_000);
  }

  @Test
  void aLeaseMayBecomeShorter() {
    StoredRecord before = applied(whole("n", 5));
    StoredRecord after =
        applied(heartbeat("n", 5).knowing(before.deadline()).lease(Duration.ofSeconds(15)));
    assertThat(after.deadline()).isLessThan(before.deadline());
    assertThat(sync(heartbeat("n", 5).knowing(before.deadline())).known()).isFalse();
  }

  @Test
  void aChangeWritesAndRemovesEntries() {
    applied(whole("n", 5).put("ada", "x").put("bob", "x").put("eve", "x"));
    StoredRecord record =
        applied(change("n", 5, 6).put("ada", "y").put("dan", "z").remove("eve", "nobody"));
    assertThat(record.users()).isEqualTo(3);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "y", "bob", "x", "dan", "z"));
  }

  @Test
  void aChangeFitsAnyStateFromItsBeginningOn() {
    applied(whole("n", 5).put("ada", "x"));
    applied(change("n", 3, 9).put("ada", "y"));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "y"));
  }

  @Test
  void aChangeOfAStateThatTheStoreNeverHadIsNotKnown() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    SyncReply reply = sync(change("n", 6, 7).put("ada", "y"));
    assertThat(reply.known()).isFalse();
    assertThat(recordOf("n", reply)).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void aChangeBelowTheStoredSequenceRenewsNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    contract.letPass(A_MOMENT);
    SyncReply reply = sync(change("n", 3, 4).put("ada", "old").remove("bob"));
    assertThat(reply.known()).isTrue();
    assertThat(recordOf("n", reply)).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void aRepeatedChangeRenewsTheLeaseAndIsPublishedOnce() {
    applied(whole("n", 5));
    FeedLog log = listen();
    StoredRecord first = applied(change("n", 5, 6).put("ada", "x"));
    contract.letPass(A_MOMENT);
    StoredRecord second = applied(change("n", 5, 6).put("ada", "x"));
    assertThat(second.deadline()).isGreaterThan(first.deadline());
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).hasSize(1);
  }

  @Test
  void aRecordOlderThanTheNodeKnowsIsNotKnown() {
    StoredRecord before = applied(whole("n", 5));
    SyncReply reply = sync(change("n", 5, 6).put("ada", "x").knowing(before.deadline() + 1));
    assertThat(reply.known()).isFalse();
    assertThat(recordOf("n", reply)).isEqualTo(before);
  }

  @Test
  void aRecordNewerThanTheNodeKnowsIsKnown() {
    StoredRecord before = applied(whole("n", 5));
    applied(heartbeat("n", 5).knowing(before.deadline()));
    applied(change("n", 5, 6).put("ada", "x").knowing(before.deadline() - 1));
  }

  @Test
  void aLostRecordIsNotKnownUntilTheWholeIsWritten() {
    applied(whole("n", 5).put("ada", "x"));
    contract.loseRecord(workspace(), "n");
    assertThat(sync(heartbeat("n", 5)).known()).isFalse();
    assertThat(readPartition("n")).isNull();
    applied(whole("n", 6).put("bob", "y"));
    assertThat(entriesOf("n")).isEqualTo(Map.of("bob", "y"));
  }

  @Test
  void aLostPartitionIsNotKnownUntilTheWholeIsWritten() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x").put("bob", "x"));
    contract.losePartition(workspace(), "n");
    SyncReply reply = sync(change("n", 5, 6).put("bob", "y"));
    assertThat(reply.known()).isFalse();
    assertThat(recordOf("n", reply)).isEqualTo(before);
    applied(whole("n", 7).put("ada", "x").put("bob", "y"));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x", "bob", "y"));
  }

  @Test
  void aNodeWhoseLastUserLeftStaysKnown() {
    applied(whole("n", 5).put("ada", "x"));
    assertThat(applied(change("n", 5, 6).remove("ada")).users()).isZero();
    applied(heartbeat("n", 6));
    assertThat(entriesOf("n")).isEmpty();
    assertThat(applied(change("n", 6, 7).put("bob", "x")).users()).isEqualTo(1);
  }

  @Test
  void theReplyListsAllRecordsAsTheyAreAfterTheCall() {
    StoredRecord one = applied(whole("one", 5).put("ada", "x"));
    applied(whole("two", 7));
    SyncReply reply = sync(change("two", 7, 8).put("ada", "y").put("bob", "y"));
    StoredRecord two =
        StoredRecord.builder("two")
            .deadline(reply.now() + 60_000)
            .leaseMillis(60_000)
            .sequence(8)
            .users(2)
            .build();
    assertThat(reply.records()).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void theReplyNamesTheRevisionOfTheRegisters() {
    assertThat(sync(whole("n", 5)).revision()).isEmpty();
    set("first", Map.of("ada", acts(true, 10, 0)));
    assertThat(sync(heartbeat("n", 5)).revision()).isEqualTo("first");
    contract.loseRegisters(workspace());
    assertThat(sync(heartbeat("n", 5)).revision()).isEmpty();
  }

  @Test
  void aDrainingNodeSaysSoOnce() {
    applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    StoredRecord draining = applied(heartbeat("n", 5).lease(Duration.ofSeconds(15)).draining());
    assertThat(draining.draining()).isTrue();
    assertThat(applied(heartbeat("n", 5).draining()).draining()).isTrue();
    assertThat(toldUntilNow(log)).containsExactly(FeedMessage.Draining.of(draining));
  }

  @Test
  void aDrainingNodeNeverTurnsBack() {
    applied(whole("n", 5));
    applied(heartbeat("n", 5).draining());
    assertThat(applied(heartbeat("n", 5)).draining()).isTrue();
  }

  @Test
  void theLastChangeOfADrainingNodeIsPublishedFirst() {
    applied(whole("n", 5));
    FeedLog log = listen();
    StoredRecord record = applied(change("n", 5, 6).put("ada", "x").draining());
    assertTold(
        toldUntilNow(log),
        FeedMessage.Changed.difference(record, 5, Map.of("ada", "x"), Set.of()),
        FeedMessage.Draining.of(record));
  }
}
