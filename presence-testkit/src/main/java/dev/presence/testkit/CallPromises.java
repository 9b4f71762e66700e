package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.presence.store.EvictRequest;
import dev.presence.store.PresenceStore;
import dev.presence.store.Registers;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StorePage;
import dev.presence.store.StoreShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised of every call: threads, errors, the end. */
abstract class CallPromises extends StorePromises {

  /** So often is a call made to see whether it ever completes later than it returns. */
  private static final int ATTEMPTS = 10_000;

  CallPromises(PresenceStoreContract contract) {
    super(contract);
  }

  private List<Function<PresenceStore, CompletionStage<?>>> calls() {
    Map<String, Registers> registers = Map.of("ada", acts(true, 10, 0));
    return List.of(
        store -> store.shardOf(workspace()).ping(),
        store -> store.stage(StageRequest.of(workspace(), "n", 5, Map.of(), 60_000)),
        store -> store.subscribe(workspace(), new FeedLog()),
        store -> heartbeat("n", 5).sendTo(store),
        store -> whole("n", 5).sendTo(store),
        store -> store.evict(EvictRequest.of(workspace(), "x", 1, "n", 0)),
        store -> store.set(SetRequest.of(workspace(), "revision", registers, 60_000)),
        store -> store.readPartition(workspace(), "n", StorePage.FIRST),
        store -> store.readUsers(workspace(), Set.of("ada")),
        store -> store.readRegisters(workspace(), StorePage.FIRST));
  }

  /** Another thread may be quick enough to complete a stage before a test can look, at times. */
  @Test
  void completionIsNeverInsideTheCall() {
    assertThat(calls())
        .allSatisfy(
            call ->
                assertThat(IntStream.range(0, ATTEMPTS))
                    .anyMatch(i -> !call.apply(store()).toCompletableFuture().isDone()));
  }

  @Test
  void failureIsNeverInsideTheCallEither() {
    PresenceStore closed = contract.door();
    closed.close();
    assertThat(calls())
        .allSatisfy(
            call ->
                assertThat(IntStream.range(0, ATTEMPTS))
                    .anyMatch(i -> !call.apply(closed).toCompletableFuture().isDone()));
  }

  @Test
  void callsAfterCloseFail() {
    PresenceStore closed = contract.door();
    closed.close();
    assertThat(calls())
        .allSatisfy(
            call -> {
              CompletableFuture<?> future = call.apply(closed).toCompletableFuture();
              contract.awaitUntil(future::isDone);
              assertThatExceptionOfType(CompletionException.class)
                  .isThrownBy(future::join)
                  .withCauseInstanceOf(IllegalStateException.class);
            });
  }

  @Test
  void closingIsIdempotentAndLeavesOtherDoorsOpen() {
    PresenceStore other = contract.door();
    other.close();
    other.close();
    applied(whole("n", 5));
  }

  @Test
  void whatOneDoorWritesAnotherReads() {
    applied(whole("n", 5).put("ada", "x"));
    PresenceStore other = contract.door();
    assertThat(contract.get(other.readPartition(workspace(), "n", StorePage.FIRST)).partition())
        .isNotNull();
  }

  @Test
  void aWorkspaceIsInOneOfTheShards() {
    contract.awaitUntil(() -> !store().shards().isEmpty());
    assertThat(store().shards())
        .extracting(StoreShard::id)
        .doesNotHaveDuplicates()
        .contains(store().shardOf(workspace()).id());
  }

  @Test
  void everyShardAnswersItsClock() {
    long first = contract.now(store());
    assertThat(store().shards())
        .allSatisfy(
            shard -> assertThat(contract.get(shard.ping())).isCloseTo(first, within(60_000L)));
  }

  @Test
  void theClockOfTheStoreGoesOn() {
    long before = contract.now(store());
    contract.letPass(Duration.ofMillis(50));
    assertThat(contract.now(store())).isBetween(before + 50, before + 60_000);
  }

  @Test
  void manyNodesWriteAtOnceAndNothingIsLost() {
    List<PresenceStore> doors = List.of(store(), contract.door(), contract.door());
    List<CompletionStage<?>> answers = new ArrayList<>();
    for (int round = 1; round <= 20; round++) {
      for (int node = 0; node < 12; node++) {
        SyncDraft draft = whole("node-" + node, round).put("ada", "round " + round);
        answers.add(draft.sendTo(doors.get(node % doors.size())));
      }
    }
    answers.forEach(contract::get);
    assertThat(records()).hasSize(12).allMatch(record -> record.sequence() == 20);
    IntStream.range(0, 12)
        .forEach(
            node -> assertThat(entriesOf("node-" + node)).isEqualTo(Map.of("ada", "round " + 20)));
  }
}
