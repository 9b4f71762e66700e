package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.SyncReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** What a node does with a store, for tests: calls that wait, and the ping of each second. */
final class StoreProbe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final PresenceStore store;

  StoreProbe(PresenceStore store) {
    this.store = store;
  }

  /** Over a store that has its first connection: on a busy machine that takes a while. */
  static StoreProbe connected(PresenceStore store) {
    StoreProbe probe = new StoreProbe(store);
    probe.pingUntilItAnswers();
    return probe;
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Why the call fails; fails itself when the call does not. */
  static Throwable failureOf(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    await().until(future::isDone);
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
      throw new AssertionError("it succeeded");
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  PresenceStore store() {
    return store;
  }

  /** A whole partition of one user, as the next sequence. */
  static ReplaceRequest whole(String workspace, String node) {
    long to = SEQUENCE.incrementAndGet();
    return ReplaceRequest.builder(workspace, node)
        .to(to)
        .entries(Map.of("ada", "x"))
        .leaseMillis(60_000)
        .keepMillis(120_000)
        .build();
  }

  SyncReply write(String workspace) {
    return get(store.replace(whole(workspace, "n")));
  }

  StoreSubscription subscribe(String workspace, Heard heard) {
    StoreSubscription subscription = get(store.subscribe(workspace, heard));
    await().until(() -> heard.timesSubscribed() > 0);
    return subscription;
  }

  /** Asks the shard of a workspace for its clock. */
  CompletionStage<Long> ping() {
    return store.shardOf("any").ping();
  }

  /** Whether every shard answers. */
  boolean answers() {
    List<StoreShard> shards = store.shards();
    return shards.isEmpty()
        ? succeeds(ping())
        : shards.stream().map(StoreShard::ping).toList().stream().allMatch(StoreProbe::succeeds);
  }

  static boolean succeeds(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    await().until(future::isDone);
    return !future.isCompletedExceptionally();
  }

  /** Pings once a second, as a node does, until the store answers. */
  void pingUntilItAnswers() {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .pollDelay(Duration.ZERO)
        .until(this::pinged);
  }

  private boolean pinged() {
    if (!becomesTrue(() -> !store.shards().isEmpty())) { // a cluster finds its shards first
      return false;
    }
    List<CompletableFuture<Long>> pings =
        store.shards().stream().map(shard -> shard.ping().toCompletableFuture()).toList();
    return becomesTrue(() -> pings.stream().allMatch(CompletableFuture::isDone))
        && pings.stream().noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  /** Whether the condition holds before the next ping is due. */
  private static boolean becomesTrue(Callable<Boolean> condition) {
    try {
      Awaitility.await()
          .atMost(Duration.ofMillis(900))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
