package dev.presence;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A node's way to the store, which a test breaks and mends. */
final class FaultyDoor implements PresenceStore {

  /** What happens to calls. */
  enum Way {
    /** They are answered. */
    OPEN,
    /** They are answered half a second later. */
    SLOW,
    /** Reads vanish; everything else is answered. */
    UNREADABLE,
    /** Writes are refused, as by a store that is full. */
    READ_ONLY,
    /** They fail at once, as when a connection is refused. */
    REFUSED,
    /** They throw, which no store should do. */
    THROWING,
    /** They vanish, as when packets are dropped. */
    SILENT,
    /** They take effect, and the answers vanish. */
    DEAF
  }

  private final PresenceStore door;
  private final PresenceRuntime runtime;
  private final StoreShard shard = StoreShard.of("door", this::ping);
  private final Set<StoreFeed> feeds = ConcurrentHashMap.newKeySet();
  private Way way = Way.OPEN;
  private Duration delay = Duration.ofMillis(500);
  private boolean feedLost;
  private boolean closed;
  private int calls;

  FaultyDoor(PresenceStore door, PresenceRuntime runtime) {
    this.door = door;
    this.runtime = runtime;
  }

  /** From now on calls go this way; a way that opens again tells the feeds. */
  void set(Way value) {
    boolean opens = way != Way.OPEN && value == Way.OPEN;
    way = value;
    if (opens) {
      feeds.forEach(feed -> runtime.execute(feed::onSubscribed));
    }
  }

  /** From now on every call is answered after this time. */
  void slowDown(Duration roundTrip) {
    delay = roundTrip;
    set(Way.SLOW);
  }

  /** The connection for messages is lost, and the store notices. */
  void interruptFeed() {
    feedLost = true;
    feeds.forEach(feed -> runtime.execute(feed::onInterrupted));
  }

  /** Messages of the feed vanish, and nobody says so. */
  void loseFeed(boolean value) {
    feedLost = value;
  }

  boolean isClosed() {
    return closed;
  }

  /** How many calls were made, apart from probes. */
  int calls() {
    return calls;
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
    calls--;
    return through(store -> store.shards().get(0).ping());
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return write(store -> store.stage(request));
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    StoreFeed lossy = new LossyFeed(feed);
    return through(store -> store.subscribe(workspaceId, lossy))
        .thenApply(
            subscription -> {
              feeds.add(lossy);
              return new Subscribed(subscription, lossy, feeds);
            });
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return write(store -> store.sync(request));
  }

  @Override
  public CompletionStage<EvictReply> evict(EvictRequest request) {
    return through(store -> store.evict(request));
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return write(store -> store.set(request));
  }

  @Override
  public CompletionStage<StoredWorkspace> read(ReadRequest request) {
    return way == Way.UNREADABLE ? vanished() : through(store -> store.read(request));
  }

  @Override
  public void close() {
    closed = true;
    door.close();
  }

  private <T> CompletionStage<T> write(Function<PresenceStore, CompletionStage<T>> call) {
    return way == Way.READ_ONLY
        ? CompletableFuture.failedStage(new PresenceException("full", null))
        : through(call);
  }

  private <T> CompletionStage<T> through(Function<PresenceStore, CompletionStage<T>> call) {
    calls++;
    switch (way) {
      case REFUSED -> {
        return refused();
      }
      case THROWING -> throw new OnPurpose();
      case SILENT -> {
        return vanished();
      }
      case DEAF -> {
        call.apply(door);
        return new CompletableFuture<>();
      }
      case SLOW -> {
        return call.apply(door).thenCompose(this::later);
      }
      default -> {
        return call.apply(door);
      }
    }
  }

  private static <T> CompletionStage<T> vanished() {
    return new CompletableFuture<>();
  }

  private <T> CompletionStage<T> refused() {
    CompletableFuture<T> refused = new CompletableFuture<>();
    runtime.execute(
        () -> refused.completeExceptionally(new StoreUnavailableException("refused", null)));
    return refused;
  }

  private <T> CompletionStage<T> later(T answer) {
    CompletableFuture<T> later = new CompletableFuture<>();
    runtime.schedule(delay, () -> later.complete(answer));
    return later;
  }

  private boolean isFeedOpen() {
    return !feedLost
        && (way == Way.OPEN || way == Way.SLOW || way == Way.UNREADABLE || way == Way.READ_ONLY);
  }

  private record Subscribed(StoreSubscription subscription, StoreFeed feed, Set<StoreFeed> feeds)
      implements StoreSubscription {
    @Override
    public void renew() {
      subscription.renew();
    }

    @Override
    public void close() {
      feeds.remove(feed);
      subscription.close();
    }
  }

  private final class LossyFeed implements StoreFeed {
    private final StoreFeed feed;

    LossyFeed(StoreFeed feed) {
      this.feed = feed;
    }

    @Override
    public void onSubscribed() {
      if (isFeedOpen()) {
        feed.onSubscribed();
      }
    }

    @Override
    public void onInterrupted() {
      feed.onInterrupted();
    }

    @Override
    public void onMessage(FeedMessage message) {
      if (isFeedOpen()) {
        feed.onMessage(message);
      }
    }
  }
}
