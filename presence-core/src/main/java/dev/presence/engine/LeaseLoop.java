package dev.presence.engine;

import dev.presence.spi.EvictRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.PresenceRuntime.Scheduled;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoreFeed;
import dev.presence.spi.StoreSubscription;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.StoredWorkspace;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one workspace of this node alive in the store, and the store's other nodes in view:
 * subscribes, flushes what changed and renews the lease with the same call, and does what {@link
 * Peers} asks for. It decides when to call the store; what the answers mean is decided by {@link
 * PartitionFlush} and {@link Peers}. Confined to the owner.
 */
final class LeaseLoop implements Peers.Needs {

  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * After syncs of its own that failed, how long a node waits for those of others; as long as the
   * shortest countdown.
   */
  private static final long PATIENCE_MILLIS = 5_000;

  /** What the owner of the workspace lends to its loop. */
  interface Host {
    /** What the other nodes say of these users changed. */
    void refresh(Set<String> userIds);

    /** Claims were heard on the feed. */
    void heard(FeedMessage.Claimed message);

    /** The store named the stamp of its claims. */
    void claimsListed(String stamp);

    /**
     * A heartbeat is due; false when nobody needs the workspace any more, and the loop is to end.
     */
    boolean isNeeded();
  }

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final LocalPartition partition;
  private final Host host;
  private final PartitionFlush flush;
  private final Peers peers;

  private @Nullable StoreSubscription subscription;
  private @Nullable Scheduled heartbeat;
  private final Waiters waiters = new Waiters();
  private volatile long earliestDue = Long.MAX_VALUE;
  private boolean subscribed;
  private boolean wanted;
  private boolean waitingAtGate;
  private boolean retrying;
  private boolean replied;
  private boolean loadsFailed;
  private boolean leaving;
  private boolean closed;
  private long failingSince = -1;
  private long renewedAt;

  LeaseLoop(String workspaceId, Node node, Mailbox mailbox, LocalPartition partition, Host host) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.partition = partition;
    this.host = host;
    this.flush = new PartitionFlush(node.sequence());
    this.peers = new Peers(node.id(), node.leaseMillis(), node.rules(), this);
    this.renewedAt = node.ticks();
  }

  Peers peers() {
    return peers;
  }

  /** A user's own entry changed. */
  void touch(String userId) {
    flush.touch(userId);
  }

  /** Completes {@code stored} once the store holds everything that was touched until now. */
  void whenStored(CompletableFuture<Void> stored) {
    if (flush.isBehind()) {
      waiters.add(stored);
    } else {
      stored.complete(null);
    }
  }

  /** True once everything that the store listed at first is in view. */
  boolean isLoaded() {
    return replied && !loadsFailed && !peers.isLoading();
  }

  /** How long the store has refused or missed the syncs of this workspace, in milliseconds. */
  long failingMillis() {
    return failingSince < 0 ? 0 : node.ticks() - failingSince;
  }

  /**
   * True when the contact clock has come to the end of some countdown. May be asked on any thread.
   */
  boolean isDue(long contact) {
    return contact >= earliestDue;
  }

  boolean isSettled() {
    return !flush.isBehind();
  }

  // ---------------------------------------------------------------- subscription

  void open() {
    subscribe();
  }

  private void subscribe() {
    node.link()
        .call(
            "subscribe",
            store -> store.subscribe(workspaceId, new Feed()),
            StoreSubscription::close)
        .whenComplete(
            (result, failure) ->
                mailbox.execute(() -> subscribed(failure == null ? result : null)));
  }

  private void subscribed(@Nullable StoreSubscription result) {
    if (closed) {
      if (result != null) {
        result.close();
      }
      return;
    }
    subscription = result;
    subscribed = true; // without a feed too: the own users must be told, and the lease held
    wanted = true;
    if (result == null) {
      later(this::subscribe);
    }
  }

  /** Passes on what the store tells, one task a message. */
  private final class Feed implements StoreFeed {
    @Override
    public void onSubscribed() {
      mailbox.execute(() -> wanted = true);
    }

    @Override
    public void onMessage(FeedMessage message) {
      mailbox.execute(() -> heard(message));
    }
  }

  private void heard(FeedMessage message) {
    if (closed) {
      return;
    }
    if (message instanceof FeedMessage.Changed changed) {
      peers.heard(changed, node.ticks(), node.contactMillis());
    } else if (message instanceof FeedMessage.Gone gone) {
      peers.heard(gone, node.ticks());
    } else if (message instanceof FeedMessage.Leaving left) {
      peers.heard(left, node.contactMillis());
    } else if (message instanceof FeedMessage.Claimed claimed) {
      host.heard(claimed);
    }
  }

  // ---------------------------------------------------------------- flush and lease

  /** Sends what there is to send; to be called after each batch of tasks. */
  void advance() {
    earliestDue = peers.earliestDue();
    boolean idle = flush.isInFlight() || waitingAtGate || retrying || closed || !subscribed;
    if (!idle && (wanted || flush.isBehind())) {
      waitingAtGate = true;
      node.link()
          .gate()
          .enter(
              renewedAt,
              () -> {
                if (!mailbox.tryExecute(this::send)) {
                  node.link().gate().done();
                }
              });
    }
  }

  private void send() {
    waitingAtGate = false;
    if (closed) {
      node.link().gate().done();
      return;
    }
    wanted = false;
    SyncRequest request = request(flush.next());
    waiters.sent();
    long sentAt = node.ticks();
    node.link()
        .call("sync", store -> store.sync(request))
        .whenComplete(
            (reply, failure) -> {
              node.link().gate().done();
              mailbox.execute(() -> answered(failure == null ? reply : null, sentAt, request));
            });
  }

  private SyncRequest request(PartitionFlush.Flush next) {
    long lease = leaving ? node.options().handover().toMillis() : node.leaseMillis();
    return new SyncRequest(
        workspaceId,
        node.id(),
        next.knownDeadline(),
        next.from(),
        next.to(),
        next.whole(),
        next.entries(partition),
        next.removed(partition),
        lease,
        2 * node.leaseMillis(),
        leaving);
  }

  private void answered(@Nullable SyncReply reply, long sentAt, SyncRequest request) {
    if (reply == null) {
      flush.failed();
      waiters.notStored();
      failingSince = failingSince < 0 ? sentAt : failingSince;
      retrying = true;
      later(() -> retrying = false);
      wanted = true;
      return;
    }
    boolean held = flush.answered(reply, node.id());
    if (held) {
      renewedAt = sentAt;
      waiters.stored();
    } else {
      waiters.notStored();
      node.repaired(
          workspaceId, "the store had forgotten this node; its whole partition is sent again");
    }
    if (closed) {
      return;
    }
    if (failingSince >= 0) {
      failingSince = -1;
      peers.grantTime(node.contactMillis(), PATIENCE_MILLIS);
    }
    replied(reply, sentAt);
    if (request.leaving() && held) {
      end();
    } else {
      scheduleHeartbeat();
    }
  }

  private void replied(SyncReply reply, long sentAt) {
    replied = true;
    loadsFailed = false;
    List<StoredRecord> ahead = peers.replied(reply, sentAt, node.ticks(), node.contactMillis());
    if (!ahead.isEmpty()) {
      later(() -> ahead.forEach(this::reloadIfBehind));
    }
    host.claimsListed(reply.claimsStamp());
  }

  private void reloadIfBehind(StoredRecord record) {
    StoreSubscription current = subscription;
    if (peers.reloadIfBehind(record)) {
      node.repaired(workspaceId, "the feed lost a change of node " + record.nodeId());
      if (current != null) {
        current.renew();
      }
    }
  }

  private void scheduleHeartbeat() {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    heartbeat = node.runtime().schedule(node.nextHeartbeat(), () -> mailbox.execute(this::beat));
  }

  private void beat() {
    if (!closed && host.isNeeded()) {
      wanted = true;
    }
  }

  // ---------------------------------------------------------------- what the peers need

  /**
   * Asks the store to evict those whose countdown is over, unless the own syncs fail: then theirs
   * may fail too.
   */
  void judge() {
    if (closed || failingSince >= 0) {
      return;
    }
    for (Peer peer : peers.overdue(node.contactMillis())) {
      EvictRequest request =
          new EvictRequest(workspaceId, peer.nodeId, peer.deadline, node.id(), flush.deadline());
      long sentAt = node.ticks();
      node.link()
          .call("evict", store -> store.evict(request))
          .whenComplete(
              (reply, failure) ->
                  mailbox.execute(
                      () ->
                          peers.evicted(
                              peer,
                              failure == null ? reply : null,
                              sentAt,
                              node.ticks(),
                              node.contactMillis())));
    }
  }

  @Override
  public void refresh(Set<String> userIds) {
    host.refresh(userIds);
  }

  @Override
  public void load(String nodeId) {
    node.link()
        .call("read", store -> store.read(new ReadRequest.Partition(workspaceId, nodeId)))
        .whenComplete(
            (read, failure) ->
                mailbox.execute(() -> loaded(nodeId, failure == null ? read : null)));
  }

  private void loaded(String nodeId, @Nullable StoredWorkspace read) {
    if (closed) {
      return;
    }
    if (read == null) {
      loadsFailed = true;
      peers.loadFailed(nodeId);
      later(() -> wanted = true);
      return;
    }
    StoredPartition found = read.partitions().isEmpty() ? null : read.partitions().get(0);
    peers.loaded(nodeId, found, node.ticks(), node.contactMillis());
  }

  @Override
  public void sync() {
    wanted = true;
  }

  @Override
  public void gone(String nodeId) {
    node.gone(workspaceId, nodeId);
  }

  // ---------------------------------------------------------------- the end

  /**
   * The node stops: the next sync is the last one, and marks the record leaving. Completes {@code
   * done} when that is stored.
   */
  void leave(CompletableFuture<Void> done) {
    leaving = true;
    wanted = true;
    waiters.add(done);
    advance();
  }

  /**
   * Removes the own record, which says nothing any more. Lost, it is removed by others when the
   * lease is over.
   */
  void removeRecord() {
    if (flush.deadline() > 0) {
      EvictRequest own =
          new EvictRequest(workspaceId, node.id(), flush.deadline(), node.id(), flush.deadline());
      node.link().call("evict", store -> store.evict(own));
    }
  }

  /** No more calls and no more messages from now on. */
  void end() {
    closed = true;
    waiters.giveUp();
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    if (subscription != null) {
      subscription.close();
    }
  }

  private void later(Runnable task) {
    node.runtime()
        .schedule(
            RETRY,
            () ->
                mailbox.execute(
                    () -> {
                      if (!closed) {
                        task.run();
                      }
                    }));
  }
}
