package dev.presence.redis;

import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.StoreFeed;
import dev.presence.store.StorePage;
import dev.presence.store.StoreShard;
import dev.presence.store.StoreSubscription;
import dev.presence.testkit.ManualProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A node with a store of its own: it pings each shard every second, calls, and subscribes. */
final class LinesNode {

  final ManualProcess process;
  final RedisPresenceStore store;
  final List<Call> calls = new ArrayList<>();
  final List<Feed> feeds = new ArrayList<>();
  private final ScriptedWorld world;
  private final LinesJournal journal;
  private final String name;
  private boolean closed;

  /** A call that was made. */
  record Call(String name, long at, CompletionStage<?> answer) {
    boolean isDone() {
      return answer.toCompletableFuture().isDone();
    }

    boolean hasSucceeded() {
      return isDone() && !answer.toCompletableFuture().isCompletedExceptionally();
    }
  }

  /** A subscription, and what was received. */
  final class Feed implements StoreFeed {
    final String workspace;
    boolean established;
    boolean closed;
    long lastMessage;
    StoreSubscription handle;

    Feed(String workspace) {
      this.workspace = workspace;
    }

    @Override
    public void onSubscribed() {
      established = true;
      check(!closed, "was notified of a subscription after its end");
    }

    @Override
    public void onInterrupted() {
      check(established, "was interrupted without being established");
      established = false;
    }

    @Override
    public void onMessage(FeedMessage message) {
      check(established, "received a message without being established");
      lastMessage = ((Gone) message).sequence();
    }

    void renew() {
      if (handle != null) {
        handle.renew();
      }
    }

    private void check(boolean good, String what) {
      if (!good) {
        journal.violation(this + " " + what);
      }
    }

    @Override
    public String toString() {
      return "the feed of " + workspace + " at " + name;
    }
  }

  LinesNode(String name, ScriptedWorld world, LinesJournal journal) {
    this.name = name;
    this.world = world;
    this.journal = journal;
    process = world.runtime.process(name);
    store =
        new RedisPresenceStore(
            KeySpace.DEFAULT,
            new ManualScheduler(process),
            (loop, hub) ->
                world.cluster
                    ? new ClusterServers(world.mapOf(process), loop, hub)
                    : new OneServer(world.dialerOf(process, "the master"), loop, hub),
            () -> journal.step(name + " has released its client"));
    ping();
  }

  /** As the engine does. */
  private void ping() {
    if (!closed) {
      store.shards().forEach(this::ping);
      process.schedule(Duration.ofSeconds(1), this::ping);
    }
  }

  Call ping(StoreShard shard) {
    return called("ping " + shard.id(), shard.ping());
  }

  Call write(String workspace) {
    return called("sync " + workspace, store.replace(StoreProbe.whole(workspace, name)));
  }

  Call read(String workspace) {
    return called("read " + workspace, store.readRegisters(workspace, StorePage.FIRST));
  }

  private Call called(String what, CompletionStage<?> answer) {
    Call call = new Call(name + ": " + what, process.ticks(), answer);
    calls.removeIf(Call::isDone);
    calls.add(call);
    return call;
  }

  /** Subscribes until it succeeds, as the engine does. */
  void subscribe(Feed feed) {
    feeds.add(feed);
    trySubscribe(feed);
  }

  private void trySubscribe(Feed feed) {
    if (closed || feed.closed) {
      return;
    }
    CompletionStage<StoreSubscription> subscribing = store.subscribe(feed.workspace, feed);
    called("subscribe " + feed.workspace, subscribing);
    subscribing.whenComplete(
        (handle, failure) -> {
          if (failure != null) {
            process.schedule(Duration.ofSeconds(1), () -> trySubscribe(feed));
          } else if (feed.closed) {
            handle.close();
          } else {
            feed.handle = handle;
          }
        });
  }

  Feed feed(String workspace) {
    return new Feed(workspace);
  }

  void unsubscribe(Feed feed) {
    feeds.remove(feed);
    feed.closed = true;
    if (feed.handle != null) {
      feed.handle.close();
    }
  }

  void close() {
    closed = true;
    store.close();
  }

  long openWires() {
    return world.servers.stream()
        .flatMap(server -> server.wires.stream())
        .filter(wire -> wire.process().equals(process))
        .count();
  }

  @Override
  public String toString() {
    return name;
  }
}
