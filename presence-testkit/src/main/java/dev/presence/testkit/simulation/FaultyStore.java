package dev.presence.testkit.simulation;

import dev.presence.model.StoreUnavailableException;
import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReadRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredWorkspace;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ManualProcess;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's way to the {@link StoreWorld}: everything takes time, and everything can be lost. For
 * one thread.
 */
final class FaultyStore implements PresenceStore {

  private static final Duration REFUSAL = Duration.ofMillis(5);
  private static final int LONGEST_RECONNECT = 1_000;
  private static final int LONGEST_DELAY = 2_000;
  private static final int LONGEST_REPEAT = 5_000;

  private final StoreWorld world;
  private final PresenceStore door;
  private final ManualProcess process;
  private final Set<FaultyFeed> feeds = new LinkedHashSet<>();
  private final StoreShard shard = StoreShard.of("store", this::ping);
  private boolean cut;
  private boolean connected = true;
  private boolean closed;

  FaultyStore(StoreWorld world, PresenceStore door, ManualProcess process) {
    this.world = world;
    this.door = door;
    this.process = process;
  }

  /** Nothing gets through from now on, neither way. */
  void cut() {
    cut = true;
    disconnect();
  }

  void heal() {
    cut = false;
    reconnectSoon();
  }

  void disconnect() {
    connected = false;
  }

  void reconnectSoon() {
    Duration delay = Duration.ofMillis(10 + world.random.nextInt(LONGEST_RECONNECT - 10));
    world.runtime.schedule(
        delay,
        () -> {
          if (!cut && !world.isDown() && !connected) {
            connected = true;
            List.copyOf(feeds).forEach(FaultyFeed::stands);
          }
        });
  }

  /** True when the store would answer a call made now. */
  boolean isInReach() {
    return isOpen() && world.isUp();
  }

  private boolean isOpen() {
    return connected && !cut && !world.isDown();
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> operation) {
    return call(operation, world.unreliability.callAppliedTwice);
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> operation, double twice) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed) {
      process.execute(() -> result.completeExceptionally(new IllegalStateException("closed")));
    } else if (!isOpen()) {
      process.schedule(
          REFUSAL,
          () -> result.completeExceptionally(new StoreUnavailableException("not connected", null)));
    } else {
      world.runtime.schedule(world.latency(), () -> arrive(operation, twice, result));
    }
    return result;
  }

  private <T> void arrive(
      Supplier<CompletionStage<T>> operation, double twice, CompletableFuture<T> result) {
    if (!isOpen()) {
      return;
    }
    world.arrive(() -> operation.get().thenAccept(reply -> answer(reply, result)));
    if (world.happens(twice)) {
      Duration later = Duration.ofMillis(world.random.nextInt(LONGEST_REPEAT));
      world.runtime.schedule(
          later, () -> world.arrive(() -> operation.get().thenAccept(again -> {})));
    }
  }

  private <T> void answer(T reply, CompletableFuture<T> result) {
    Duration way = world.latency();
    if (world.happens(world.unreliability.replyOvertaken)) {
      way = way.plusMillis(world.random.nextInt(LONGEST_DELAY));
    }
    world.runtime.schedule(
        way,
        () -> {
          if (!cut) {
            process.execute(() -> result.complete(reply));
          }
        });
  }

  @Override
  public List<StoreShard> shards() {
    return List.of(shard);
  }

  @Override
  public StoreShard shardOf(String workspaceId) {
    return shard;
  }

  private CompletionStage<Long> ping() {
    return call(() -> door.shards().get(0).ping());
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return call(() -> door.stage(request));
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return call(() -> door.sync(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return call(() -> door.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return call(() -> door.set(request));
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return call(() -> door.read(request));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return call(
        () -> {
          FaultyFeed faulty = new FaultyFeed(feed);
          feeds.add(faulty);
          return door.subscribe(workspaceId, faulty).thenApply(faulty::opened);
        },
        0);
  }

  @Override
  public void close() {
    closed = true;
    feeds.clear();
    door.close();
  }

  /** One subscription: messages come late but in order, unless they are repeated or lost. */
  private final class FaultyFeed implements StoreFeed, StoreSubscription {

    private final StoreFeed feed;
    private @Nullable StoreSubscription subscription;
    private long lastDelivery;

    FaultyFeed(StoreFeed feed) {
      this.feed = feed;
    }

    StoreSubscription opened(StoreSubscription made) {
      subscription = made;
      return this;
    }

    void stands() {
      deliver(world.latency(), feed::onSubscribed);
    }

    @Override
    public void onSubscribed() {
      stands();
    }

    @Override
    public void onMessage(dev.presence.store.FeedMessage message) {
      if (!isOpen() || world.happens(world.unreliability.messageLost)) {
        return;
      }
      Duration way = world.latency();
      if (world.happens(world.unreliability.messageDelayed)) {
        way = way.plusMillis(world.random.nextInt(LONGEST_DELAY));
      }
      deliver(way, () -> feed.onMessage(message));
      if (world.happens(world.unreliability.messageRepeated)) {
        Duration later = Duration.ofMillis(world.random.nextInt(LONGEST_REPEAT));
        world.runtime.schedule(later, () -> arrive(() -> feed.onMessage(message)));
      }
    }

    private void deliver(Duration way, Runnable delivery) {
      long now = world.runtime.ticks();
      lastDelivery = Math.max(lastDelivery, now + way.toMillis());
      world.runtime.schedule(Duration.ofMillis(lastDelivery - now), () -> arrive(delivery));
    }

    private void arrive(Runnable delivery) {
      if (isOpen() && feeds.contains(this)) {
        process.execute(delivery);
      }
    }

    @Override
    public void renew() {
      world.runtime.schedule(
          world.latency(),
          () -> {
            if (isOpen()) {
              stands();
            }
          });
    }

    @Override
    public void close() {
      feeds.remove(this);
      if (subscription != null) {
        subscription.close();
      }
    }
  }
}
