package dev.presence.engine;

import dev.presence.spi.EvictRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.PresenceRuntime.Scheduled;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one workspace of this node alive in the store: flushes what changed and renews the lease
 * with the same call, at the latest once a heartbeat. It decides when to call; what the answers
 * mean is decided by {@link PartitionFlush} and {@link Peers}. Confined to the owner.
 */
final class LeaseLoop {

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
  private final FeedLink feed;
  private final PeerCalls others;
  private final Waiters waiters = new Waiters();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private @Nullable Scheduled heartbeat;
  private boolean wanted;
  private boolean waitingAtGate;
  private boolean retrying;
  private boolean replied;
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
    this.feed = new FeedLink(workspaceId, node, mailbox, this::want, this::heard);
    this.others = new PeerCalls(workspaceId, node, mailbox, host::refresh, this::want);
    this.renewedAt = node.ticks();
  }

  /** Subscribes; the first sync follows when the feed stands. */
  void open() {
    feed.open();
  }

  Peers peers() {
    return others.peers();
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
    return replied && others.isLoaded();
  }

  /** How long the store has refused or missed the syncs of this workspace, in milliseconds. */
  long failingMillis() {
    return failingSince < 0 ? 0 : node.ticks() - failingSince;
  }

  /** True when somebody's countdown is over. May be asked on any thread. */
  boolean isDue(long contact) {
    return others.isDue(contact);
  }

  boolean isSettled() {
    return !flush.isBehind();
  }

  /** Syncs now, before the heartbeat is due. */
  void renew() {
    want();
  }

  /**
   * Asks the store to evict those whose countdown is over, unless the own syncs fail: then theirs
   * may fail too.
   */
  void judge() {
    if (!closed && failingSince < 0) {
      others.judge(flush.deadline());
    }
  }

  private void want() {
    wanted = true;
  }

  private void heard(FeedMessage message) {
    if (message instanceof FeedMessage.Claimed claimed) {
      host.heard(claimed);
    } else {
      others.heard(message);
    }
  }

  // ---------------------------------------------------------------- one sync after the other

  /** Sends what there is to send; to be called after each batch of tasks. */
  void advance() {
    others.advance();
    boolean may =
        !flush.isInFlight() && !waitingAtGate && !retrying && !closed && feed.isAttempted();
    if (may && (wanted || flush.isBehind())) {
      waitingAtGate = true;
      node.link().gate().enter(renewedAt, mailbox, this::send);
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
    if (flush.isAllTaken()) {
      waiters.sent();
    }
    long sentAt = node.ticks();
    node.link()
        .call("sync", store -> store.sync(request))
        .whenComplete(
            (reply, failure) -> {
              node.link().gate().done();
              mailbox.execute(
                  () -> {
                    if (failure == null) {
                      answered(reply, sentAt, request);
                    } else {
                      failed(sentAt);
                    }
                  });
            });
  }

  private SyncRequest request(PartitionFlush.Flush next) {
    boolean last = leaving && flush.isAllTaken();
    long lease = last ? node.options().handover().toMillis() : node.leaseMillis();
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
        last);
  }

  private void failed(long sentAt) {
    flush.failed();
    waiters.notStored();
    failingSince = failingSince < 0 ? sentAt : failingSince;
    retrying = true;
    node.retryLater(mailbox, () -> retrying = false);
    wanted = true;
  }

  private void answered(SyncReply reply, long sentAt, SyncRequest request) {
    boolean held = flush.answered(reply, node.id());
    settle(held, sentAt);
    if (closed) {
      return;
    }
    if (failingSince >= 0) {
      failingSince = -1;
      peers().grantTime(node.contactMillis(), PATIENCE_MILLIS);
    }
    replied = true;
    others.replied(reply, request.whole(), sentAt, feed::renew);
    host.claimsListed(reply.claimsStamp());
    if (request.leaving() && held) {
      left.complete(null);
      end();
    } else {
      scheduleHeartbeat();
    }
  }

  private void settle(boolean held, long sentAt) {
    if (!held) {
      waiters.notStored();
      node.repaired(
          workspaceId, "the store had forgotten this node; its whole partition is sent again");
      return;
    }
    renewedAt = sentAt;
    if (!flush.isBehind()) {
      waiters.sent(); // who came meanwhile waits for nothing else
    }
    waiters.stored();
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

  // ---------------------------------------------------------------- the end

  /**
   * The node stops: the next sync is the last one, and marks the record leaving. Completes when
   * that is stored.
   */
  CompletableFuture<Void> leave() {
    leaving = true;
    flush.renumber();
    wanted = true;
    advance();
    return left;
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
    others.close();
    feed.close();
    if (heartbeat != null) {
      heartbeat.cancel();
    }
  }
}
