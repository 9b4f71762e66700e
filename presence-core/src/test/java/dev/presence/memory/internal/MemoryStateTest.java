package dev.presence.memory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictRequest;
import dev.presence.store.ReadRequest;
import dev.presence.store.Registers;
import dev.presence.store.SetRequest;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contract of a store cannot see: memory, copies, losses. */
class MemoryStateTest {

  private static final long NOW = 1_000_000;
  private static final long LEASE = 60_000;
  private static final long KEEP = 2 * LEASE;

  private final MemoryState state = new MemoryState();

  @Test
  void readingLeavesNothingBehind() {
    state.read(new ReadRequest.AllRegisters("w"), NOW);
    state.sync(heartbeat("w", 1), NOW);
    assertThat(state.size()).isZero();
  }

  @Test
  void anEvictedNodeLeavesNothingBehind() {
    long deadline = whole("w", 1, Map.of("ada", "x")).records().get(0).deadline();
    state.evict(new EvictRequest("w", "n", deadline, "n", deadline), NOW);
    assertThat(state.size()).isZero();
  }

  @Test
  void sweepingForgetsWhatNobodyAsksForAnyMore() {
    whole("w", 1, Map.of("ada", "x"));
    state.set(new SetRequest("v", "revision", Map.of("ada", Registers.NONE), KEEP + 1), NOW);
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
    state.evict(new EvictRequest("w", "n", deadline, "n", deadline), NOW);
    state.sync(
        new SyncRequest("w", "m", 0, 0, 1, true, Map.of(), Set.of(), LEASE, KEEP / 4, false), NOW);
    state.set(new SetRequest("w", "revision", Map.of("ada", Registers.NONE), KEEP), NOW);
    assertThat(state.sync(heartbeat("w", 1), NOW + KEEP / 2).reply().records()).isEmpty();
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    whole("w", 1, Map.of("ada", "x"));
    MemoryState copy = state.copy();
    copy.sync(change("w", 1, 2, Map.of("bob", "y")), NOW);
    state.set(new SetRequest("w", "revision", Map.of("ada", Registers.NONE), KEEP), NOW);
    assertThat(entries(state)).isEqualTo(Map.of("ada", "x"));
    assertThat(entries(copy)).isEqualTo(Map.of("ada", "x", "bob", "y"));
    assertThat(copy.read(new ReadRequest.AllRegisters("w"), NOW).reply().revision()).isEmpty();
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
        .sync(
            new SyncRequest(
                workspaceId, "n", 0, 0, to, true, entries, Set.of(), LEASE, KEEP, false),
            NOW)
        .reply();
  }

  private static SyncRequest heartbeat(String workspaceId, long sequence) {
    return change(workspaceId, sequence, sequence, Map.of());
  }

  private static SyncRequest change(
      String workspaceId, long from, long to, Map<String, String> entries) {
    return new SyncRequest(
        workspaceId, "n", 0, from, to, false, entries, Set.of(), LEASE, KEEP, false);
  }

  private static Map<String, String> entries(MemoryState from) {
    return from.read(new ReadRequest.Partition("w", "n"), NOW)
        .reply()
        .partitions()
        .get(0)
        .entries();
  }
}
