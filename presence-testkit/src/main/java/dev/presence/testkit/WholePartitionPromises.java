package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code replace} and {@code stage} promise. */
abstract class WholePartitionPromises extends StorePromises {

  WholePartitionPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aWholePartitionMakesANodeKnown() {
    SyncReply reply = sync(whole("n", 5).put("ada", "x"));
    assertThat(reply.known()).isTrue();
    assertThat(reply.records())
        .containsExactly(
            StoredRecord.builder("n")
                .deadline(reply.now() + 60_000)
                .leaseMillis(60_000)
                .sequence(5)
                .users(1)
                .build());
    assertThat(sync(heartbeat("n", 5)).known()).isTrue();
  }

  @Test
  void theWallOffsetOfTheLastRenewalIsKept() {
    assertThat(applied(whole("n", 5).wallOffset(-7_500)).wallOffset()).isEqualTo(-7_500);
    assertThat(applied(heartbeat("n", 5).wallOffset(1_700_000_000_000L)).wallOffset())
        .isEqualTo(1_700_000_000_000L);
  }

  @Test
  void aWholePartitionReplacesWhateverIsStored() {
    applied(whole("n", 5).put("ada", "x").put("bob", "x"));
    assertThat(applied(whole("n", 6).put("bob", "y")).users()).isEqualTo(1);
    assertThat(entriesOf("n")).isEqualTo(Map.of("bob", "y"));
  }

  @Test
  void aWholePartitionMayHaveNobody() {
    applied(whole("n", 5).put("ada", "x"));
    assertThat(applied(whole("n", 6)).users()).isZero();
    assertThat(entriesOf("n")).isEmpty();
    applied(heartbeat("n", 6));
  }

  @Test
  void aWholePartitionAtTheStoredSequenceDoesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    FeedLog log = listen();
    SyncReply reply = sync(whole("n", 5).put("bob", "y"));
    assertThat(reply.known()).isTrue();
    assertThat(recordOf("n", reply)).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void aWholePartitionBelowTheStoredSequenceDoesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    assertThat(recordOf("n", sync(whole("n", 4)))).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void aWholePartitionIsTakenWhateverDeadlineTheNodeKnows() {
    StoredRecord before = applied(whole("n", 5));
    applied(whole("n", 6).knowing(before.deadline() + 1_000_000));
  }

  @Test
  void stagedPagesBecomeThePartition() {
    Map<String, String> many = users(1_200);
    assertThat(applied(staged("n", 5, many)).users()).isEqualTo(1_200);
    assertThat(entriesOf("n")).isEqualTo(many);
    applied(heartbeat("n", 5));
  }

  @Test
  void stagedPagesReplaceALargePartition() {
    applied(staged("n", 5, users(1_200)));
    Map<String, String> fewer = users(700);
    assertThat(applied(staged("n", 6, fewer)).users()).isEqualTo(700);
    assertThat(entriesOf("n")).isEqualTo(fewer);
  }

  @Test
  void aStagedPageMayArriveTwice() {
    stage("n", 5, users(700));
    assertThat(applied(staged("n", 5, users(700))).users()).isEqualTo(700);
  }

  @Test
  void nobodySeesStagedPagesBeforeTheSync() {
    applied(whole("n", 4).put("ada", "x"));
    FeedLog log = listen();
    stage("n", 5, users(700));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void aStagedPartitionWithAPageMissingIsNotKnownAndChangesNothing() {
    StoredRecord before = applied(whole("n", 4).put("ada", "x"));
    stage("n", 5, users(700));
    SyncReply reply = sync(whole("n", 5).staged(701));
    assertThat(reply.known()).isFalse();
    assertThat(recordOf("n", reply)).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
    assertThat(sync(whole("other", 5).staged(700)).known()).isFalse();
  }

  @Test
  void pagesOfAnotherSequenceDoNotCount() {
    stage("n", 5, users(700));
    assertThat(sync(whole("n", 6).staged(700)).known()).isFalse();
  }

  @Test
  void aStagedPartitionOvertakenByALaterOneDoesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    assertThat(recordOf("n", sync(staged("n", 4, users(1_200))))).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void changesOfALargePartitionAreApplied() {
    Map<String, String> expected = new TreeMap<>(users(1_200));
    applied(staged("n", 5, expected));
    assertThat(applied(change("n", 5, 6).remove(userIds(500))).users()).isEqualTo(700);
    assertThat(applied(change("n", 6, 7).putAll(users(500))).users()).isEqualTo(1_200);
    expected.putAll(users(500));
    assertThat(entriesOf("n")).isEqualTo(expected);
  }

  @Test
  void stagedPagesDoNotJoinAPartitionThatWasNotStaged() {
    stage("n", 5, users(10));
    applied(whole("n", 5).put("ada", "x"));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  private static String[] userIds(int count) {
    return users(count).keySet().toArray(String[]::new);
  }
}
