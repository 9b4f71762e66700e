package dev.presence.testkit.simulation;

import dev.presence.spi.PresenceStore;
import dev.presence.spi.StoreFeed;
import dev.presence.spi.StoreShard;
import dev.presence.spi.StoreSubscription;
import dev.presence.spi.StoreUnavailableException;
import dev.presence.testkit.ManualProcess;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One node's line to one {@link Master}: everything takes time, and everything can be lost. An
 * answer that comes after the deadline of its call is delivered all the same. For one thread.
 */
final class Line {

  private static final Duration REFUSAL = Duration.ofMillis(5);
  private static final int LONGEST_RECONNECT = 1_000;
  private static final int LONGEST_NOTICE = 10_000;
  private static final int LONGEST_DELAY = 2_000;
  private static final int LONGEST_REPEAT = 5_000;

  final Master master;
  final StoreWorld world;
  final ManualProcess process;
  final Absence absence;
  final Trouble trouble = new Trouble();
  private final PresenceStore door;
  private final Set<SimulatedFeed> feeds = new LinkedHashSet<>();
  private final Latency usual;
  private int slowdowns;
  private int cuts;
  private boolean connected;
  private boolean closed;
  private StoreShard shard;

  Line(Master master, StoreWorld world, ManualProcess process, Latency usual, Absence absence) {
    this.master = master;
    this.world = world;
    this.process = process;
    this.usual = usual;
    this.absence = absence;
    this.door = master.door();
    this.shard = shard(master.id());
    this.connected = !master.isDown();
    master.add(this);
  }

  /** The shard that this line leads to, as far as the node knows. */
  StoreShard shard() {
    return shard;
  }

  private StoreShard shard(String id) {
    return StoreShard.of(id, () -> id.equals(master.id()) ? ping() : refused());
  }

  private CompletionStage<Long> ping() {
    return call(() -> CompletableFuture.completedFuture(master.clock()));
  }

  // ---------------------------------------------------------------- its bad days

  /** Nothing gets through from now on, neither way, until the matching {@link #heal}. */
  void cut() {
    cuts++;
    trouble.begin(world.now());
    absence.begin(world.now(), master.trouble.last());
    disconnect();
  }

  void heal() {
    cuts--;
    trouble.end(world.now());
    absence.end(world.now());
    reconnectSoon();
  }

  /** Answers come after up to 5 s from now on, until the matching {@link #speedUp}. */
  void slowDown() {
    slowdowns++;
    trouble.begin(world.now());
    absence.begin(world.now(), master.trouble.last());
  }

  void speedUp() {
    slowdowns--;
    trouble.end(world.now());
    absence.end(world.now());
  }

  void disconnect() {
    connected = false;
    if (world.random.nextBoolean()) {
      Duration notice = Duration.ofMillis(world.random.nextInt(LONGEST_NOTICE));
      world.runtime.schedule(
          notice,
          () -> {
            if (!connected) {
              List.copyOf(feeds).forEach(SimulatedFeed::interrupted);
            }
          });
    }
  }

  void reconnectSoon() {
    Duration delay = Duration.ofMillis(10 + world.random.nextInt(LONGEST_RECONNECT - 10));
    world.runtime.schedule(delay, this::reconnect);
  }

  private void reconnect() {
    if (cuts > 0 || master.isDown() || connected) {
      return;
    }
    connected = true;
    if (!shard.id().equals(master.id())) {
      shard = shard(master.id());
    }
    List.copyOf(feeds).forEach(SimulatedFeed::established);
  }

  /** True when the master would answer a call made now, and soon. */
  boolean isInReach() {
    return isOpen() && master.isUp() && slowdowns == 0;
  }

  /** Since when nothing gets through, neither way; {@link Trouble#NOT_YET} while it does. */
  long silentSince() {
    boolean silent = cuts > 0 || !master.isUp();
    return silent ? Math.max(trouble.last(), master.silentSince()) : Trouble.NOT_YET;
  }

  boolean isOpen() {
    return connected && cuts == 0 && !master.isDown();
  }

  Duration latency() {
    Latency now = slowdowns > 0 ? Latency.VERY_SLOW : usual;
    return Duration.ofMillis(now.draw(world.random));
  }

  // ---------------------------------------------------------------- calls

  <T> CompletionStage<T> call(Supplier<CompletionStage<T>> operation) {
    return call(operation, world.unreliability.callAppliedTwice, world.unreliability.replyLost);
  }

  private <T> CompletionStage<T> call(
      Supplier<CompletionStage<T>> operation, double twice, double lost) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed) {
      process.execute(() -> result.completeExceptionally(new IllegalStateException("closed")));
    } else if (!isOpen()) {
      return refused();
    } else {
      world.runtime.schedule(latency(), () -> arrive(operation, twice, lost, result));
    }
    return result;
  }

  <T> CompletionStage<T> refused() {
    CompletableFuture<T> result = new CompletableFuture<>();
    process.schedule(
        REFUSAL,
        () -> result.completeExceptionally(new StoreUnavailableException("not connected", null)));
    return result;
  }

  private <T> void arrive(
      Supplier<CompletionStage<T>> operation,
      double twice,
      double lost,
      CompletableFuture<T> result) {
    if (!isOpen()) {
      return;
    }
    boolean silent = world.happens(lost);
    master.arrive(
        () ->
            operation
                .get()
                .thenAccept(
                    reply -> {
                      if (!silent) {
                        answer(reply, result);
                      }
                    }));
    if (world.happens(twice)) {
      Duration later = Duration.ofMillis(world.random.nextInt(LONGEST_REPEAT));
      world.runtime.schedule(
          later, () -> master.arrive(() -> operation.get().thenAccept(again -> {})));
    }
  }

  private <T> void answer(T reply, CompletableFuture<T> result) {
    Duration way = latency();
    if (world.happens(world.unreliability.replyOvertaken)) {
      way = way.plusMillis(world.random.nextInt(LONGEST_DELAY));
    }
    process.schedule(
        way,
        () -> {
          if (cuts == 0) {
            result.complete(reply);
          }
        });
  }

  // ---------------------------------------------------------------- subscriptions

  /** What a subscription is made of is never applied twice, and its answer is never lost. */
  CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed) {
    return call(
        () -> {
          SimulatedFeed made = new SimulatedFeed(this, feed);
          feeds.add(made);
          return door.subscribe(workspaceId, made).thenApply(made::opened);
        },
        0,
        0);
  }

  boolean has(SimulatedFeed feed) {
    return feeds.contains(feed);
  }

  void remove(SimulatedFeed feed) {
    feeds.remove(feed);
  }

  PresenceStore door() {
    return door;
  }

  void close() {
    closed = true;
    feeds.clear();
    door.close();
  }
}
