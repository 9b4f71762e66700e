package dev.presence.engine;

import dev.presence.engine.Peers.Clocks;
import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final WorkspaceLink link;
  private final Consumer<Set<String>> refreshed;
  private final Runnable syncWanted;
  private final Peers peers;
  private final Map<String, PartitionLoad> loads = new HashMap<>();
  private volatile long earliestDue = Long.MAX_VALUE;
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
      WorkspaceLink link,
      Consumer<Set<String>> refreshed,
      Runnable syncWanted) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.refreshed = refreshed;
    this.syncWanted = syncWanted;
    this.peers = new Peers(node.id(), node.leaseMillis(), node.rules(), this);
  }

  Peers peers() {
    return peers;
  }

  private Clocks clocks() {
    return new Clocks(node.ticks(), link.contactMillisNow(), node.runtime().wallMillis());
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
      peers.heard(changed, clocks());
    } else if (message instanceof FeedMessage.Gone gone) {
      peers.heard(gone, node.ticks());
    } else if (message instanceof FeedMessage.Draining left) {
      peers.heard(left, link.contactMillisNow());
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
    List<StoredRecord> ahead = peers.replied(reply, whole, sentAt, clocks());
    if (peers.mayReturn(link.contactMillis())) {
      node.retryLater(mailbox, syncWanted);
    }
    if (!ahead.isEmpty()) {
      node.retryLater(mailbox, () -> ahead.forEach(record -> reloadIfBehind(record, feedLost)));
    }
  }

  private void reloadIfBehind(StoredRecord record, Runnable feedLost) {
    if (!closed && peers.reloadIfBehind(record, node.ticks())) {
      node.repaired(workspaceId, "the feed lost a change of node " + record.nodeId());
      feedLost.run();
    }
  }

  /** Asks the store to evict those whose countdown is over. */
  void judge(long ownDeadline) {
    for (Peer peer : peers.overdue(link.contactMillis(), node.ticks())) {
      EvictRequest request =
          EvictRequest.of(workspaceId, peer.nodeId, peer.deadline, node.id(), ownDeadline);
      link.<EvictReply>call(
          node.ticks(), "evict", () -> store -> store.evict(request), new Eviction(peer));
    }
  }

  private final class Eviction implements WorkspaceLink.Answer<EvictReply> {
    private final Peer peer;

    Eviction(Peer peer) {
      this.peer = peer;
    }

    @Override
    public void answered(EvictReply reply, long sentAt) {
      peers.evicted(peer, reply, sentAt, clocks());
    }

    @Override
    public void failed(Throwable failure, long sentAt) {
      peers.evicted(peer, null, sentAt, clocks());
    }
  }

  @Override
  public void refresh(Set<String> userIds) {
    refreshed.accept(userIds);
  }

  @Override
  public void load(String nodeId) {
    PartitionLoad load =
        new PartitionLoad(workspaceId, nodeId, node, mailbox, link, found -> loaded(nodeId, found));
    PartitionLoad before = loads.put(nodeId, load);
    if (before != null) {
      before.cancel();
    }
    load.start();
  }

  private void loaded(String nodeId, @Nullable StoredPartition found) {
    loads.remove(nodeId);
    if (!closed && peers.loaded(nodeId, found, clocks())) {
      node.retryLater(
          mailbox,
          () -> {
            if (!closed) {
              peers.reloadIfUnread(nodeId, node.ticks());
            }
          });
    }
  }

  @Override
  public void sync() {
    syncWanted.run();
  }

  @Override
  public void gone(String nodeId) {
    PartitionLoad load = loads.remove(nodeId);
    if (load != null) {
      load.cancel();
    }
    node.gone(workspaceId, nodeId);
  }

  @Override
  public void unreadable(String nodeId, Set<String> userIds) {
    node.unreadable(workspaceId, nodeId, userIds);
  }

  void close() {
    closed = true;
    loads.values().forEach(PartitionLoad::cancel);
    loads.clear();
  }
}
