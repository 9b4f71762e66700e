package dev.presence.engine;

import dev.presence.spi.EvictRequest;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.StoredWorkspace;
import dev.presence.spi.SyncReply;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does at the store what {@link Peers} asks for: reads partitions, and evicts nodes whose countdown
 * is over. Confined to the owner.
 */
final class PeerCalls implements Peers.Needs {

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final Consumer<Set<String>> refreshed;
  private final Runnable syncWanted;
  private final Peers peers;
  private volatile long earliestDue = Long.MAX_VALUE;
  private boolean readsFailed;
  private boolean closed;

  /**
   * Creates the peers of a workspace, none at first.
   *
   * @param refreshed what the other nodes say of these users changed
   * @param syncWanted the own lease is to be renewed now
   */
  PeerCalls(
      String workspaceId,
      Node node,
      Mailbox mailbox,
      Consumer<Set<String>> refreshed,
      Runnable syncWanted) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.refreshed = refreshed;
    this.syncWanted = syncWanted;
    this.peers = new Peers(node.id(), node.leaseMillis(), node.rules(), this);
  }

  Peers peers() {
    return peers;
  }

  /** True when every partition that was asked for is in view. */
  boolean isLoaded() {
    return !readsFailed && !peers.isLoading();
  }

  /**
   * True when the contact clock has come to the end of some countdown. May be asked on any thread.
   */
  boolean isDue(long contact) {
    return contact >= earliestDue;
  }

  /** Notes when the next countdown ends; to be called after each batch of tasks. */
  void advance() {
    earliestDue = peers.earliestDue();
  }

  void heard(FeedMessage message) {
    if (message instanceof FeedMessage.Changed changed) {
      peers.heard(changed, node.ticks(), node.contactMillis());
    } else if (message instanceof FeedMessage.Gone gone) {
      peers.heard(gone, node.ticks());
    } else if (message instanceof FeedMessage.Leaving left) {
      peers.heard(left, node.contactMillis());
    }
  }

  /**
   * A sync was answered.
   *
   * @param whole the sync brought the whole partition
   * @param feedLost run when a change that the reply names has not come over the feed a moment
   *     later
   */
  void replied(SyncReply reply, boolean whole, long sentAt, Runnable feedLost) {
    readsFailed = false;
    List<StoredRecord> ahead =
        peers.replied(reply, whole, sentAt, node.ticks(), node.contactMillis());
    if (peers.mayReturn(node.contactMillis())) {
      node.retryLater(mailbox, syncWanted);
    }
    if (!ahead.isEmpty()) {
      node.retryLater(mailbox, () -> ahead.forEach(record -> reloadIfBehind(record, feedLost)));
    }
  }

  private void reloadIfBehind(StoredRecord record, Runnable feedLost) {
    if (!closed && peers.reloadIfBehind(record)) {
      node.repaired(workspaceId, "the feed lost a change of node " + record.nodeId());
      feedLost.run();
    }
  }

  /** Asks the store to evict those whose countdown is over. */
  void judge(long ownDeadline) {
    for (Peer peer : peers.overdue(node.contactMillis())) {
      EvictRequest request =
          new EvictRequest(workspaceId, peer.nodeId, peer.deadline, node.id(), ownDeadline);
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
    refreshed.accept(userIds);
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
      readsFailed = true;
      peers.loadFailed(nodeId);
      node.retryLater(mailbox, syncWanted);
      return;
    }
    StoredPartition found = read.partitions().isEmpty() ? null : read.partitions().get(0);
    peers.loaded(nodeId, found, node.ticks(), node.contactMillis());
  }

  @Override
  public void sync() {
    syncWanted.run();
  }

  @Override
  public void gone(String nodeId) {
    node.gone(workspaceId, nodeId);
  }

  void close() {
    closed = true;
  }
}
