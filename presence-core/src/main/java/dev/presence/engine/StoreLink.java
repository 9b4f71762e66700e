package dev.presence.engine;

import dev.presence.engine.StoreClock.Reading;
import dev.presence.model.PresenceHealth;
import dev.presence.model.PresenceOptions;
import dev.presence.spi.PresenceObserver;
import dev.presence.spi.PresenceRuntime;
import dev.presence.spi.PresenceRuntime.Scheduled;
import dev.presence.spi.PresenceStore;
import dev.presence.spi.StoreShard;
import dev.presence.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's way to the store: a {@link ShardLink} for each shard. Once per second it compares
 * them with the shards that the store has now. Safe for use by any thread.
 */
public final class StoreLink implements ShardLink.Listener {

  /** Receives what the links found; called on any thread, outside locks. */
  interface Listener extends ShardLink.Listener {
    /** Workspaces may have moved to other shards. */
    void shardsChanged();
  }

  private static final Logger log = LoggerFactory.getLogger(StoreLink.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final PresenceStore store;
  private final PresenceRuntime runtime;
  private final PresenceOptions options;
  private final PresenceObserver observer;
  private final Set<LeaseRule> rules;
  private final Listener listener;
  private final Map<String, ShardLink> links = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Scheduled nextLook;

  StoreLink(
      PresenceStore store,
      PresenceRuntime runtime,
      PresenceOptions options,
      PresenceObserver observer,
      Set<LeaseRule> rules,
      Listener listener) {
    this.store = store;
    this.runtime = runtime;
    this.options = options;
    this.observer = observer;
    this.rules = rules;
    this.listener = listener;
  }

  void start() {
    look();
  }

  boolean isClosed() {
    return closed;
  }

  PresenceStore store() {
    return store;
  }

  /** Completes when a shard has answered for the first time. */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /** The link to the shard that keeps a workspace now. */
  ShardLink linkOf(String workspaceId) {
    return linkTo(store.shardOf(workspaceId));
  }

  /** True while the shard that keeps this workspace answers. */
  public boolean isInContact(String workspaceId) {
    return linkOf(workspaceId).contact().isInContact();
  }

  private ShardLink linkTo(StoreShard shard) {
    ShardLink known = links.get(shard.id());
    if (known != null) {
      return known;
    }
    ShardLink made = new ShardLink(shard, this::mayBeUsed, runtime, options, observer, rules, this);
    ShardLink winner = links.putIfAbsent(shard.id(), made);
    if (winner != null) {
      return winner;
    }
    if (closed) {
      made.close(closedNow());
    } else {
      made.start();
    }
    return made;
  }

  /** Each shard as {@code health()} shows it. */
  public List<PresenceHealth.Shard> health() {
    List<PresenceHealth.Shard> all = new ArrayList<>();
    for (ShardLink link : links.values()) {
      all.add(
          PresenceHealth.Shard.of(
              link.id(), link.contact().isInContact(), link.isStale(), link.silence()));
    }
    return all;
  }

  // ---------------------------------------------------------------- the shards that there are

  private void look() {
    if (closed) {
      return;
    }
    nextLook = runtime.schedule(LOOK_INTERVAL, this::look);
    List<StoreShard> shards = shardsNow();
    shards.forEach(this::linkTo);
    if (!shards.isEmpty()) {
      for (ShardLink link : links.values()) {
        if (shards.stream().noneMatch(shard -> shard.id().equals(link.id()))) {
          retire(link);
        }
      }
    }
    for (ShardLink link : links.values()) {
      if (!link.contact().isInContact()) {
        listener.shardsChanged();
        link.gate().sendAway(guest -> guest instanceof WorkspaceLink.Visit<?> it && it.hasMoved());
      }
    }
  }

  /** True when a shard that answers may be used: whatever the others do. */
  private boolean mayBeUsed() {
    return rules.contains(LeaseRule.OWN_SHARD)
        || links.values().stream().allMatch(link -> link.contact().isInContact());
  }

  private List<StoreShard> shardsNow() {
    try {
      return store.shards();
    } catch (RuntimeException | Error e) {
      log.error("The presence store failed to list its shards; it must not throw", e);
      return List.of();
    }
  }

  /** Calls that are under way at it still end: with an answer, or at their deadline. */
  private void retire(ShardLink link) {
    links.remove(link.id(), link);
    log.info("Shard {} is no longer part of the presence store", link.id());
    link.close(
        new StoreUnavailableException(
            "shard " + link.id() + " is no longer part of the presence store", null));
    listener.shardsChanged();
    link.gate().sendAway(guest -> true);
  }

  @Override
  public void probed(ShardLink shard, Reading reading, boolean back) {
    ready.complete(null);
    listener.probed(shard, reading, back);
  }

  @Override
  public void staleChanged(ShardLink shard) {
    listener.staleChanged(shard);
  }

  /** Closes the store; calls that are under way end now. */
  void close() {
    closed = true;
    Scheduled next = nextLook;
    if (next != null) {
      next.cancel();
    }
    store.close();
    links.values().forEach(link -> link.close(closedNow()));
    ready.completeExceptionally(closedNow());
  }

  private static IllegalStateException closedNow() {
    return new IllegalStateException("the PresenceTracker was closed");
  }
}
