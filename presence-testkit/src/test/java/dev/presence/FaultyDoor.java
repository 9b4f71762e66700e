package dev.presence;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.store.FeedMessage;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.RegisterPage;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoreFeed;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A node's way to the store, which a test breaks and mends. */
final class FaultyDoor extends ForwardingStore {

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

  private final PresenceRuntime runtime;
  private final StoreShard shard = StoreShard.of("door", this::ping);
  private final Set<StoreFeed> feeds = ConcurrentHashMap.newKeySet();
  private Way way = Way.OPEN;
  private Duration delay = Duration.ofMillis(500);
  private boolean feedLost;
  private boolean closed;
  private int calls;
  private int readsOfRegisters;

  FaultyDoor(PresenceStore door, PresenceRuntime runtime) {
    super(door);
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

  /** How many pages of registers were requested. */
  int readsOfRegisters() {
    return readsOfRegisters;
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
    return forward(store -> store.shards().get(0).ping());
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return isFull() ? full() : super.replace(request);
  }

  @Override
  public CompletionStage<Void> stage(StageRequest request) {
    return isFull() ? full() : super.stage(request);
  }

  @Override
  public CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    StoreFeed lossy = new LossyFeed(feed);
    return super.subscribe(workspaceId, lossy)
        .thenApply(
            subscription -> {
              feeds.add(lossy);
              return new Subscribed(subscription, lossy, feeds);
            });
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return isFull() ? full() : super.sync(request);
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    return isFull() ? full() : super.set(request);
  }

  @Override
  public CompletionStage<PartitionPage> readPartition(
      String workspaceId, String nodeId, String page) {
    return isUnreadable() ? vanished() : super.readPartition(workspaceId, nodeId, page);
  }

  @Override
  public CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds) {
    return isUnreadable() ? vanished() : super.readUsers(workspaceId, userIds);
  }

  @Override
  public CompletionStage<RegisterPage> readRegisters(String workspaceId, String page) {
    readsOfRegisters++;
    return isUnreadable() ? vanished() : super.readRegisters(workspaceId, page);
  }

  @Override
  public void close() {
    closed = true;
    super.close();
  }

  private boolean isUnreadable() {
    return way == Way.UNREADABLE;
  }

  private boolean isFull() {
    return way == Way.READ_ONLY;
  }

  private static <T> CompletionStage<T> full() {
    return CompletableFuture.failedStage(new PresenceException("full", null));
  }

  @Override
  protected <T> CompletionStage<T> forward(Function<PresenceStore, CompletionStage<T>> call) {
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
        super.forward(call);
        return new CompletableFuture<>();
      }
      case SLOW -> {
        return super.forward(call).thenCompose(this::later);
      }
      default -> {
        return super.forward(call);
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
