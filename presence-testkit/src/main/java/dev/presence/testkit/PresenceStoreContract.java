package dev.presence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.PresenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link PresenceStore} must do, as tests. Extend it for your store:
 *
 * <pre>{@code
 * class MyStoreTest extends PresenceStoreContract {
 *   @Override
 *   protected PresenceStore open() {
 *     return MyStore.create(...);
 *   }
 *   ...
 * }
 * }</pre>
 *
 * <p>The tests demand correctness only. What a store may choose, they accept as it is: how many
 * users fit on a page, whether a change travels with its content or is too large for a message, how
 * soon a message arrives, and how shards, pages and failures are named. Each answer and each
 * message may take up to 10 seconds.
 *
 * <p>Each test works in a workspace of its own, so the tests of many runs can share one server.
 * Those about time need a store whose clock is right to about a second, or one that {@link
 * #letPass} moves by hand.
 */
public abstract class PresenceStoreContract {

  /** How long an answer or a message may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Differs between processes that share a server, together with the time of the server. */
  private static final long PROCESS = ProcessHandle.current().pid();

  private static final AtomicLong WORKSPACES = new AtomicLong();

  private final List<PresenceStore> doors = new ArrayList<>();

  /** For subclasses. */
  protected PresenceStoreContract() {}

  /** Opens another client of the same data, as each node of a cluster has one. */
  protected abstract PresenceStore open();

  /** Makes the store forget a node's record and keep its partition, as when a key is lost. */
  protected abstract void loseRecord(String workspaceId, String nodeId);

  /** Makes the store forget a node's partition and keep its record. */
  protected abstract void losePartition(String workspaceId, String nodeId);

  /** Makes the store forget the registers of a workspace, with their revision. */
  protected abstract void loseRegisters(String workspaceId);

  /** Lets at least so much time pass on the store's clock, and not much more. */
  protected void letPass(Duration time) {
    PresenceStore door = door();
    long end = now(door) + time.toMillis();
    awaitUntil(() -> now(door) >= end);
  }

  /** Waits until the condition holds, and fails when that takes too long. */
  protected void awaitUntil(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(5))
        .until(condition::getAsBoolean);
  }

  @AfterEach
  void closeDoors() {
    doors.forEach(PresenceStore::close);
  }

  /** Opens a door that is closed after the test. */
  final PresenceStore door() {
    PresenceStore door = open();
    doors.add(door);
    return door;
  }

  /** The clock of the store's first shard, once it is known. */
  final long now(PresenceStore store) {
    awaitUntil(() -> !store.shards().isEmpty());
    return get(store.shards().get(0).ping());
  }

  final String freshWorkspace(PresenceStore store) {
    return "contract-" + PROCESS + "-" + now(store) + "-" + WORKSPACES.incrementAndGet();
  }

  /** The result of the stage, once it is there. */
  final <R> R get(CompletionStage<R> stage) {
    CompletableFuture<R> future = stage.toCompletableFuture();
    awaitUntil(future::isDone);
    assertThat(future).isCompleted();
    return future.join();
  }

  @Nested
  class Sync extends SyncPromises {
    Sync() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class WholePartition extends WholePartitionPromises {
    WholePartition() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Eviction extends EvictionPromises {
    Eviction() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class StoredRegisters extends RegisterPromises {
    StoredRegisters() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Reading extends ReadPromises {
    Reading() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Feed extends FeedPromises {
    Feed() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Subscriptions extends SubscriptionPromises {
    Subscriptions() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Expiry extends ExpiryPromises {
    Expiry() {
      super(PresenceStoreContract.this);
    }
  }

  @Nested
  class Calls extends CallPromises {
    Calls() {
      super(PresenceStoreContract.this);
    }
  }
}
