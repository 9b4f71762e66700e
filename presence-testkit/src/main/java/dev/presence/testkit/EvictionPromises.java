package dev.presence.testkit;

import static dev.presence.store.EvictReply.Verdict.ALIVE;
import static dev.presence.store.EvictReply.Verdict.GONE;
import static dev.presence.store.EvictReply.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictReply;
import dev.presence.store.FeedMessage;
import dev.presence.store.StoredRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code evict} promises. */
abstract class EvictionPromises extends StorePromises {

  EvictionPromises(PresenceStoreContract contract) {
    super(contract);
  }

  @Test
  void aNodeWithTheDeadlineThatTheCallerSawIsRemoved() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5).put("ada", "x").put("bob", "x"));
    FeedLog log = listen();
    EvictReply reply = evict(node, caller);
    assertThat(reply.verdict()).isEqualTo(GONE);
    assertThat(reply.deadline()).isZero();
    assertThat(records()).containsExactly(caller);
    assertThat(readPartition("node")).isNull();
    assertThat(toldUntilNow(log)).containsExactly(FeedMessage.Gone.of("node", 5));
  }

  @Test
  void evictionAnswersTheStoresClock() {
    StoredRecord caller = applied(whole("caller", 3));
    long before = contract.now(store());
    long now = evict(caller, caller).now();
    assertThat(now).isBetween(before, contract.now(store()));
  }

  @Test
  void evictionOfAnotherDeadlineReportsAlive() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5).put("ada", "x"));
    FeedLog log = listen();
    for (long deadline : new long[] {node.deadline() - 1, node.deadline() + 1}) {
      EvictReply reply = evict("node", deadline, "caller", caller.deadline());
      assertThat(reply.verdict()).isEqualTo(ALIVE);
      assertThat(reply.deadline()).isEqualTo(node.deadline());
    }
    assertThat(records()).containsExactlyInAnyOrder(caller, node);
    assertThat(entriesOf("node")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void evictionOfAMissingNodeReportsGoneAndTellsNobody() {
    StoredRecord caller = applied(whole("caller", 3));
    FeedLog log = listen();
    assertThat(evict("node", 1, "caller", caller.deadline()).verdict()).isEqualTo(GONE);
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void theSameEvictionTwiceIsAppliedOnce() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5));
    FeedLog log = listen();
    assertThat(evict(node, caller).verdict()).isEqualTo(GONE);
    assertThat(evict(node, caller).verdict()).isEqualTo(GONE);
    assertThat(toldUntilNow(log)).hasSize(1);
  }

  @Test
  void aCallerTheStoreForgotGetsNoVerdict() {
    StoredRecord node = applied(whole("node", 5).put("ada", "x"));
    FeedLog log = listen();
    assertThat(evict("node", node.deadline(), "caller", 0).verdict()).isEqualTo(UNKNOWN);
    assertThat(evict("missing", 1, "caller", 0).verdict()).isEqualTo(UNKNOWN);
    assertThat(records()).containsExactly(node);
    assertThat(entriesOf("node")).isEqualTo(Map.of("ada", "x"));
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void aCallerWhoseRecordIsOlderThanItKnowsGetsNoVerdict() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5));
    EvictReply reply = evict("node", node.deadline(), "caller", caller.deadline() + 1);
    assertThat(reply.verdict()).isEqualTo(UNKNOWN);
    assertThat(records()).containsExactlyInAnyOrder(caller, node);
  }

  @Test
  void aCallerWhoseRecordIsNewerThanItKnowsGetsAVerdict() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5));
    EvictReply reply = evict("node", node.deadline(), "caller", caller.deadline() - 1);
    assertThat(reply.verdict()).isEqualTo(GONE);
  }

  @Test
  void aNodeMayRemoveItself() {
    StoredRecord node = applied(whole("node", 5));
    FeedLog log = listen();
    assertThat(evict(node, node).verdict()).isEqualTo(GONE);
    assertThat(evict(node, node).verdict()).isEqualTo(GONE);
    assertThat(records()).isEmpty();
    assertThat(toldUntilNow(log)).containsExactly(FeedMessage.Gone.of("node", 5));
  }

  @Test
  void aRemovedNodeIsNotKnownAndMayComeBack() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5).put("ada", "x"));
    evict(node, caller);
    assertThat(sync(heartbeat("node", 5)).known()).isFalse();
    applied(whole("node", 6).put("ada", "x"));
    assertThat(entriesOf("node")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void aLeaseWithTimeLeftProtectsNobody() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord node = applied(whole("node", 5).lease(Duration.ofHours(1)));
    assertThat(evict(node, caller).verdict()).isEqualTo(GONE);
  }

  @Test
  void anEvictionThatComesAfterARenewalRemovesNobody() {
    StoredRecord caller = applied(whole("caller", 3));
    StoredRecord seen = applied(whole("node", 5));
    StoredRecord renewed = applied(heartbeat("node", 5).lease(Duration.ofSeconds(61)));
    EvictReply reply = evict(seen, caller);
    assertThat(reply.verdict()).isEqualTo(ALIVE);
    assertThat(reply.deadline()).isEqualTo(renewed.deadline());
  }
}
