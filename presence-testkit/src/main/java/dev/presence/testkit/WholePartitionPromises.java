package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.spi.StoredRecord;
import dev.presence.spi.SyncReply;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code sync} promises of a node that writes all it has. */
abstract class WholePartitionPromises extends StorePromises {

  WholePartitionPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aWholePartitionMakesANodeKnown() {
    SyncReply reply = sync(whole("n", 5).put("ada", "x"));
    assertThat(reply.known()).isTrue();
    assertThat(reply.records())
        .containsExactly(new StoredRecord("n", reply.now() + 60_000, 60_000, 5, 1, false));
    assertThat(sync(heartbeat("n", 5)).known()).isTrue();
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
  void partitionsOfMoreThanFiveHundredUsersAreStoredWhole() {
    Map<String, String> many = users(1_200);
    assertThat(applied(whole("n", 5).putAll(many)).users()).isEqualTo(1_200);
    assertThat(entriesOf("n")).isEqualTo(many);
    applied(heartbeat("n", 5));
  }

  @Test
  void aLargePartitionReplacesALargePartition() {
    applied(whole("n", 5).putAll(users(1_200)));
    Map<String, String> fewer = users(700);
    assertThat(applied(whole("n", 6).putAll(fewer)).users()).isEqualTo(700);
    assertThat(entriesOf("n")).isEqualTo(fewer);
  }

  @Test
  void aLargePartitionOvertakenByALaterOneDoesNothing() {
    StoredRecord before = applied(whole("n", 5).put("ada", "x"));
    assertThat(recordOf("n", sync(whole("n", 4).putAll(users(1_200))))).isEqualTo(before);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void changesOfALargePartitionAreApplied() {
    Map<String, String> expected = new TreeMap<>(users(1_200));
    applied(whole("n", 5).putAll(expected));
    assertThat(applied(change("n", 5, 6).remove(userIds(500))).users()).isEqualTo(700);
    assertThat(applied(change("n", 6, 7).putAll(users(500))).users()).isEqualTo(1_200);
    expected.putAll(users(500));
    assertThat(entriesOf("n")).isEqualTo(expected);
  }

  private static String[] userIds(int count) {
    return users(count).keySet().toArray(String[]::new);
  }
}
