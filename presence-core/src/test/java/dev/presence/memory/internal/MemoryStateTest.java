package dev.presence.memory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictRequest;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetRequest;
import dev.presence.store.StorePage;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract of a store cannot see: memory, copies, losses. */
class MemoryStateTest {

  private static final long NOW = 1_000_000;
  private static final long LEASE = 60_000;
  private static final long KEEP = 2 * LEASE;

  private final MemoryState state = new MemoryState();

  @Test
  void readingLeavesNothingBehind() {
    state.readRegisters("w", StorePage.FIRST, NOW);
    state.sync(heartbeat("w", 1), NOW);
    assertThat(state.size()).isZero();
  }

  @Test
  void anEvictedNodeLeavesNothingBehind() {
    long deadline = whole("w", 1, Map.of("ada", "x")).records().get(0).deadline();
    state.evict(EvictRequest.of("w", "n", deadline, "n", deadline), NOW);
    assertThat(state.size()).isZero();
  }

  @Test
  void sweepingForgetsWhatNobodyAsksForAnyMore() {
    whole("w", 1, Map.of("ada", "x"));
    state.set(SetRequest.of("v", "revision", Map.of("ada", Registers.NONE), KEEP + 1), NOW);
    state.sweep(NOW + KEEP - 1);
    assertThat(state.size()).isEqualTo(2);
    state.sweep(NOW + KEEP);
    assertThat(state.size()).isEqualTo(1);
    state.sweep(NOW + KEEP + 1);
    assertThat(state.size()).isZero();
  }

  @Test
  void aPartitionThatLostItsRecordExpiresToo() {
    whole("w", 1, Map.of("ada", "x"));
    state.loseRecord("w", "n");
    assertThat(state.size()).isEqualTo(1);
    state.sweep(NOW + KEEP);
    assertThat(state.size()).isZero();
  }

  @Test
  void recordsThatWereAllRemovedProlongNothing() {
    long deadline = whole("w", 1, Map.of("ada", "x")).records().get(0).deadline();
    state.evict(EvictRequest.of("w", "n", deadline, "n", deadline), NOW);
    state.replace(
        ReplaceRequest.builder("w", "m").to(1).leaseMillis(LEASE).keepMillis(KEEP / 4).build(),
        NOW);
    state.set(SetRequest.of("w", "revision", Map.of("ada", Registers.NONE), KEEP), NOW);
    assertThat(state.sync(heartbeat("w", 1), NOW + KEEP / 2).reply().records()).isEmpty();
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    whole("w", 1, Map.of("ada", "x"));
    MemoryState copy = state.copy();
    copy.sync(change("w", 1, 2, Map.of("bob", "y")), NOW);
    state.set(SetRequest.of("w", "revision", Map.of("ada", Registers.NONE), KEEP), NOW);
    assertThat(entries(state)).isEqualTo(Map.of("ada", "x"));
    assertThat(entries(copy)).isEqualTo(Map.of("ada", "x", "bob", "y"));
    assertThat(copy.readRegisters("w", StorePage.FIRST, NOW).reply().revision()).isEmpty();
  }

  @Test
  void aBackupCanBeRestoredMoreThanOnce() {
    whole("w", 1, Map.of("ada", "x"));
    MemoryState backup = state.copy();
    for (int i = 2; i < 4; i++) {
      whole("w", i, Map.of("bob", "y"));
      state.restore(backup);
      assertThat(entries(state)).isEqualTo(Map.of("ada", "x"));
    }
  }

  private SyncReply whole(String workspaceId, long to, Map<String, String> entries) {
    return state
        .replace(
            ReplaceRequest.builder(workspaceId, "n")
                .to(to)
                .entries(entries)
                .leaseMillis(LEASE)
                .keepMillis(KEEP)
                .build(),
            NOW)
        .reply();
  }

  private static SyncRequest heartbeat(String workspaceId, long sequence) {
    return change(workspaceId, sequence, sequence, Map.of());
  }

  private static SyncRequest change(
      String workspaceId, long from, long to, Map<String, String> entries) {
    return SyncRequest.builder(workspaceId, "n")
        .from(from)
        .to(to)
        .entries(entries)
        .leaseMillis(LEASE)
        .keepMillis(KEEP)
        .build();
  }

  private static Map<String, String> entries(MemoryState from) {
    return from.readPartition("w", "n", StorePage.FIRST, NOW).reply().partition().entries();
  }
}
