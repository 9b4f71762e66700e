package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.StoredRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What is promised for the time when nobody calls any more. These tests mostly wait, so they may do
 * so at the same time, where JUnit is set to run tests in parallel ({@code
 * junit.jupiter.execution.parallel.enabled}).
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class ExpiryPromises extends StorePromises {

  private static final Duration LEASE = Duration.ofMillis(500);
  private static final Duration KEEP = LEASE.multipliedBy(2);

  /** Where something must be done before the end: a busy machine may stand still for a second. */
  private static final Duration LONG_LEASE = Duration.ofMillis(1_500);

  private static final Duration LONG_KEEP = LONG_LEASE.multipliedBy(2);
  private static final Duration MORE_THAN_HALF = Duration.ofMillis(1_600);

  ExpiryPromises(PresenceStoreContract contract) {
    super(contract);
  }

  private SyncDraft brief(SyncDraft draft) {
    return draft.lease(LEASE).keep(KEEP);
  }

  private SyncDraft longer(SyncDraft draft) {
    return draft.lease(LONG_LEASE).keep(LONG_KEEP);
  }

  @Test
  void recordsAndPartitionsExpireTwoLeasesAfterTheLastSync() {
    applied(brief(whole("n", 5).put("ada", "x")));
    contract.letPass(KEEP);
    assertThat(records()).isEmpty();
    assertThat(readPartition("n")).isNull();
    assertThat(sync(heartbeat("n", 5)).known()).isFalse();
  }

  @Test
  void aNodeIsKeptAfterItsDeadlineForTheOthersToSee() {
    StoredRecord record = applied(longer(whole("n", 5).put("ada", "x")));
    contract.letPass(MORE_THAN_HALF);
    assertThat(records()).containsExactly(record);
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void aHeartbeatKeepsRecordAndPartition() {
    applied(longer(whole("n", 5).put("ada", "x")));
    contract.letPass(MORE_THAN_HALF);
    applied(longer(heartbeat("n", 5)));
    contract.letPass(MORE_THAN_HALF);
    applied(longer(heartbeat("n", 5)));
    assertThat(entriesOf("n")).isEqualTo(Map.of("ada", "x"));
  }

  /** If one vanished before the others, its node would seem to have left. */
  @Test
  void recordsAreKeptTogetherWhileAnyNodeSyncs() {
    StoredRecord silent = applied(longer(whole("silent", 5).put("ada", "x")));
    contract.letPass(MORE_THAN_HALF);
    applied(longer(whole("other", 5)));
    contract.letPass(MORE_THAN_HALF);
    assertThat(sync(longer(heartbeat("other", 5))).records()).hasSize(2).contains(silent);
  }

  @Test
  void aPartitionExpiresThoughOtherNodesSync() {
    applied(longer(whole("silent", 5).put("ada", "x")));
    contract.letPass(MORE_THAN_HALF);
    applied(longer(whole("other", 5).put("bob", "y")));
    contract.letPass(MORE_THAN_HALF);
    assertThat(readPartition("silent")).isNull();
    assertThat(entriesOf("other")).isEqualTo(Map.of("bob", "y"));
    assertThat(sync(heartbeat("silent", 5)).known()).isFalse();
  }

  @Test
  void recordsExpireTogetherAfterTheLastSyncOfAny() {
    applied(brief(whole("one", 5).put("ada", "x")));
    applied(brief(whole("two", 5)));
    contract.letPass(KEEP);
    assertThat(records()).isEmpty();
  }

  @Test
  void aShorterTimeToKeepShortensNothing() {
    applied(whole("long", 5).put("ada", "x"));
    applied(brief(whole("brief", 5)));
    contract.letPass(KEEP);
    assertThat(records())
        .extracting(StoredRecord::nodeId)
        .containsExactlyInAnyOrder("long", "brief");
    applied(heartbeat("long", 5));
    assertThat(entriesOf("long")).isEqualTo(Map.of("ada", "x"));
  }

  @Test
  void largePartitionsExpireToo() {
    applied(brief(staged("n", 5, users(1_200))));
    contract.letPass(KEEP);
    assertThat(records()).isEmpty();
    assertThat(readPartition("n")).isNull();
  }

  @Test
  void expiryIsSilent() {
    applied(brief(whole("n", 5).put("ada", "x")));
    FeedLog log = listen();
    contract.letPass(KEEP);
    assertThat(records()).isEmpty();
    assertThat(toldUntilNow(log)).isEmpty();
  }

  @Test
  void registersExpireWhenTheyWereKeptLongEnough() {
    set("first", Map.of("ada", acts(true, 10, 0)), KEEP);
    contract.letPass(KEEP);
    assertThat(readRegisters().registers()).isEmpty();
    assertThat(readRegisters().revision()).isEmpty();
  }

  @Test
  void anotherCallKeepsTheOlderOnes() {
    set("first", Map.of("ada", acts(true, 10, 0)), LONG_KEEP);
    contract.letPass(MORE_THAN_HALF);
    set("second", Map.of("bob", acts(true, 10, 0)), LONG_KEEP);
    contract.letPass(MORE_THAN_HALF);
    assertThat(readRegisters().registers()).containsOnlyKeys("ada", "bob");
  }
}
