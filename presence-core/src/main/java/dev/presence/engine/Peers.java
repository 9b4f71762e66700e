package dev.presence.engine;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.FeedMessage;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes of one workspace: what they say, and whether they still live. All rules on
 * leases, eviction and gaps of the feed are here, as a state that answers to what it is told and
 * asks for what it needs through {@link Needs}; it calls nobody. {@code docs/internals/leases.md}
 * tells which failure each rule is for. Confined to the owner.
 *
 * <p>Every rule uses the lease of the node that it is about: nodes may have different ones.
 */
final class Peers {

  /**
   * The clocks of this node at one moment; deadlines are on the store's.
   *
   * @param ticks the process's own clock
   * @param contact the contact clock of the workspace
   * @param wall this node's wall clock
   */
  record Clocks(long ticks, long contact, long wall) {}

  /**
   * What the state wants done. Called in the middle of a change: implementations only take note.
   */
  interface Needs {
    /** The entries of these users changed. */
    void refresh(Set<String> userIds);

    /** Read the partition of this node and call {@link #loaded}. */
    void load(String nodeId);

    /** Renew the own lease now; the store seems to have forgotten it. */
    void sync();

    /** The node is gone: nothing of it need be read any more. */
    void gone(String nodeId);

    /** This version cannot read the entries of these users. */
    void unreadable(String nodeId, Set<String> userIds);
  }

  /** An outage ends for all nodes within a second, a few failed calls later at the most. */
  private static final long RETURN_MILLIS = 5_000;

  private final String self;
  private final Set<LeaseRule> rules;
  private final Needs needs;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final DepartedNodes departed = new DepartedNodes();
  private final Countdowns countdowns;
  private long longestLease;

  /**
   * No peers at first.
   *
   * @param leaseMillis the own lease; of a node that was never listed, none is known
   */
  Peers(String self, long leaseMillis, Set<LeaseRule> rules, Needs needs) {
    this.self = self;
    this.longestLease = leaseMillis;
    this.rules = rules;
    this.needs = needs;
    this.countdowns = new Countdowns(leaseMillis, rules);
  }

  // ---------------------------------------------------------------- what the store says

  /**
   * A sync was answered; {@code whole} when it brought the whole partition, which every store takes
   * and which so says nothing of what the store remembers. Returns the records whose changes have
   * not come over the feed: if they have not a second later, the feed has lost them ({@link
   * #reloadIfBehind}).
   */
  List<StoredRecord> replied(SyncReply reply, boolean whole, long sentAt, Clocks clocks) {
    departed.forgetThoseBefore(clocks.ticks());
    if (whole || !reply.known()) {
      peers.values().forEach(peer -> countdowns.doubt(peer, clocks.contact()));
    }
    Set<String> listed = new HashSet<>(reply.unreadable());
    List<StoredRecord> ahead = new ArrayList<>();
    for (StoredRecord record : reply.records()) {
      if (!record.nodeId().equals(self)) {
        listed.add(record.nodeId());
        longestLease = Math.max(longestLease, record.leaseMillis());
        if (!listed(record, reply.now(), sentAt, clocks)) {
          ahead.add(record);
        }
      }
    }
    if (reply.known()) {
      dropUnlisted(listed, sentAt, clocks.ticks());
    }
    countdowns.replied(clocks.contact(), reply.now());
    return ahead;
  }

  private void dropUnlisted(Set<String> listed, long sentAt, long ticks) {
    for (Peer peer : List.copyOf(peers.values())) {
      if (!listed.contains(peer.nodeId) && !peer.doubtful && !isAfter(sentAt, peer)) {
        drop(peer, ticks);
      }
    }
  }

  /**
   * True when the absence of this node in the reply to a sync says nothing: it came, or came back,
   * after the sync was sent. Or it has been told of by the feed only, and is among the writes that
   * the store has lost since: those which this node was acknowledged are not, and a store that had
   * lost them would have forgotten this node.
   */
  private boolean isAfter(long sentAt, Peer peer) {
    return heardSince(peer, sentAt)
        || (!peer.wasListed && rules.contains(LeaseRule.HEARD_SINCE_SENT));
  }

  /**
   * Takes note of a listed record; false when its changes should have come over the feed and have
   * not.
   */
  private boolean listed(StoredRecord record, long storeNow, long sentAt, Clocks clocks) {
    long remaining = record.deadline() - storeNow;
    Peer peer = peers.get(record.nodeId());
    boolean over = departed.covers(record.nodeId(), record.sequence());
    long listed = peer == null ? Long.MAX_VALUE : peer.deadline;
    if (over && remaining > 0 && departed.isBack(record, listed, sentAt)) {
      departed.forget(record.nodeId());
      over = false;
    }
    boolean renewed = peer != null && remaining > 0 && record.deadline() != peer.deadline;
    if (peer == null || (peer.hidden && !over && renewed)) {
      firstLook(record, over, storeNow, clocks);
      return true;
    }
    peer.wasListed = true;
    peer.doubtful = false;
    if (record.sequence() >= peer.sequence) { // else the feed has overtaken this reply
      if (record.deadline() != peer.deadline) {
        peer.noteLease(record);
        countdowns.start(peer, clocks.contact(), storeNow);
      } else if (peer.isSecondLook(sentAt)) {
        hide(peer);
      }
      setDraining(peer, record.draining());
    }
    if (!peer.isShown() || peer.isLoading()) {
      return true;
    }
    if (record.sequence() == peer.sequence && peer.size() != record.users()) {
      load(peer, clocks.ticks());
    }
    return record.sequence() <= peer.sequence;
  }

  /** A record that is over is not shown; its node may be on the way back. */
  private void firstLook(
      StoredRecord record, boolean departedBefore, long storeNow, Clocks clocks) {
    Peer peer = new Peer(record);
    peer.draining = record.draining();
    peer.wasListed = true;
    peers.put(peer.nodeId, peer);
    boolean lasts = countdowns.startAtFirstLook(peer, record, clocks, storeNow);
    if (lasts && !departedBefore) {
      load(peer, clocks.ticks());
    } else {
      peer.dueAt(clocks.contact() + peer.leaseMillis);
      peer.hidden = true;
      peer.hiddenAt = lasts ? -1 : clocks.contact();
    }
  }

  /**
   * A second after {@link #replied}: reads the partition if its change has still not come. True
   * when it had not.
   */
  boolean reloadIfBehind(StoredRecord record, long ticks) {
    Peer peer = peers.get(record.nodeId());
    if (peer == null || !peer.isShown() || peer.sequence >= record.sequence()) {
      return false;
    }
    load(peer, ticks);
    return true;
  }

  /** Reads a partition again that could not be read completely. */
  void reloadIfUnread(String nodeId, long ticks) {
    Peer peer = peers.get(nodeId);
    if (peer != null && peer.unreadSince >= 0) {
      load(peer, ticks);
    }
  }

  /**
   * The partition was read; null when the store has none, or not a complete one. True when it is
   * still missing.
   */
  boolean loaded(String nodeId, @Nullable StoredPartition read, Clocks clocks) {
    Peer peer = peers.get(nodeId);
    List<FeedMessage.Changed> meanwhile = peer == null ? List.of() : peer.endLoading();
    if (read == null) {
      if (peer != null && !peer.isShown() && !peer.wasListed) {
        peers.remove(nodeId); // the feed told of it, and it is gone or not there yet
        return false;
      }
      return peer != null && peer.unreadSince >= 0;
    }
    if (departed.covers(nodeId, read.record().sequence()) || (peer != null && peer.hidden)) {
      return false;
    }
    if (peer == null) {
      peer = new Peer(read.record());
      peer.dueAt(clocks.contact() + peer.leaseMillis);
      peer.heard = clocks.ticks();
      peer.draining = read.record().draining();
      peers.put(nodeId, peer);
    }
    peer.unreadSince = -1;
    if (read.record().sequence() >= peer.sequence) {
      Set<String> touched = usersOf(peer);
      peer.replace(read.record().sequence(), read.entries());
      touched.addAll(read.entries().keySet());
      refresh(peer, touched);
    }
    boolean behind = false;
    for (FeedMessage.Changed message : meanwhile) {
      behind |= !applyIfFits(peer, message) && message.record().sequence() > peer.sequence;
    }
    if (behind) {
      load(peer, clocks.ticks());
    }
    return false;
  }

  // ---------------------------------------------------------------- what the feed says

  void heard(FeedMessage.Changed message, Clocks clocks) {
    StoredRecord record = message.record();
    if (record.nodeId().equals(self) || departed.covers(record.nodeId(), record.sequence())) {
      return;
    }
    Peer peer = peers.get(record.nodeId());
    if (peer == null) {
      peer = new Peer(record);
      peer.dueAt(clocks.contact() + peer.leaseMillis);
      peers.put(peer.nodeId, peer);
    }
    peer.heard = clocks.ticks();
    peer.remember(message);
    if (record.sequence() > peer.sequence && !applyIfFits(peer, message)) {
      load(peer, clocks.ticks());
    }
  }

  void heard(FeedMessage.Gone message, long ticks) {
    if (message.nodeId().equals(self)) {
      needs.sync();
      return;
    }
    Peer peer = peers.get(message.nodeId());
    if (peer == null) {
      departed.note(message.nodeId(), message.sequence(), Long.MAX_VALUE, ticks, longestLease);
    } else if (peer.sequence <= message.sequence()) {
      drop(peer, ticks);
      departed.note(message.nodeId(), message.sequence(), peer.deadline, ticks, peer.leaseMillis);
    }
  }

  void heard(FeedMessage.Draining message, long contact) {
    Peer peer = peers.get(message.record().nodeId());
    if (peer != null && !peer.draining && peer.sequence <= message.record().sequence()) {
      peer.noteLease(message.record());
      peer.dueAt(contact + peer.leaseMillis);
      setDraining(peer, true);
    }
  }

  // ---------------------------------------------------------------- countdown and eviction

  /** The peers whose countdown is over and who are not being evicted yet; marks them so. */
  List<Peer> overdue(long contact, long ticks) {
    List<Peer> result = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (peer.needsSecondLook(contact, ticks)) {
        needs.sync();
      }
      if (contact >= peer.due && !peer.evicting) {
        peer.evicting = true;
        result.add(peer);
      }
    }
    return result;
  }

  /** When the next countdown ends, on the contact clock. */
  long earliestDue() {
    long earliest = Long.MAX_VALUE;
    for (Peer peer : peers.values()) {
      earliest = Math.min(earliest, peer.nextStep());
    }
    return earliest;
  }

  /** The eviction that {@link #overdue} asked for was answered; null when it was not. */
  void evicted(Peer peer, @Nullable EvictReply reply, long sentAt, Clocks clocks) {
    long contact = clocks.contact();
    peer.evicting = false;
    if (reply == null || peers.get(peer.nodeId) != peer) {
      return;
    }
    // what restarted the countdown since the eviction was sent knows better than its answer
    boolean restarted = contact < peer.due;
    switch (verdict(reply)) {
      case UNKNOWN -> {
        peer.dueAt(Math.max(peer.due, contact + 1_000));
        needs.sync();
      }
      case GONE -> {
        if (!restarted && !heardSince(peer, sentAt)) {
          drop(peer, clocks.ticks());
        }
      }
      case ALIVE -> {
        peer.deadline = reply.deadline();
        countdowns.start(peer, contact, reply.now());
      }
    }
  }

  /**
   * The own syncs failed for a while, or contact was lost; so it may be with the others: nobody is
   * overdue for a moment.
   */
  void grantTime(long contact, long millis) {
    for (Peer peer : peers.values()) {
      peer.notDueBefore(contact + millis);
    }
  }

  // ---------------------------------------------------------------- what is known

  /** True if this node comes before all others that view the workspace and stay. */
  boolean isFirst(String nodeId) {
    for (Peer peer : peers.values()) {
      if (!peer.draining && peer.nodeId.compareTo(nodeId) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Explains what each other node states about a user. */
  void explain(String userId, long contact, Reasons reasons) {
    for (Peer peer : peers.values()) {
      Entry entry = peer.entries == null ? null : peer.entries.get(userId);
      if (entry != null) {
        reasons.entry(peer, entry, Math.max(0, peer.due - contact));
      } else if (peer.unreadSince >= 0) {
        reasons.unread(peer);
      }
    }
  }

  /**
   * Adds what the other nodes say about a user, apart for nodes that stay and nodes that are
   * draining.
   */
  void collect(String userId, List<Entry> staying, List<Entry> draining) {
    for (Peer peer : peers.values()) {
      Entry entry = peer.entries == null ? null : peer.entries.get(userId);
      if (entry != null) {
        (peer.draining ? draining : staying).add(entry);
      }
    }
  }

  /**
   * True while a record that had nothing left when it was first listed may be that of a node which
   * is on the way back, as when an outage ends: its renewal is not told by the feed.
   */
  boolean mayReturn(long contact) {
    for (Peer peer : peers.values()) {
      if (peer.hidden && peer.hiddenAt >= 0 && contact - peer.hiddenAt < RETURN_MILLIS) {
        return true;
      }
    }
    return false;
  }

  /** Since when some partition is not in view as the store holds it, in ticks; -1 when all are. */
  long unreadSince() {
    long earliest = -1;
    for (Peer peer : peers.values()) {
      if (peer.unreadSince >= 0) {
        earliest = earliest < 0 ? peer.unreadSince : Math.min(earliest, peer.unreadSince);
      }
    }
    return earliest;
  }

  /**
   * When the latest connection of this user was opened that an entry names, on the store's clock.
   */
  long latestConnectedAt(String userId) {
    long latest = 0;
    for (Peer peer : peers.values()) {
      Entry entry = peer.entries == null ? null : peer.entries.get(userId);
      latest = entry == null ? latest : Math.max(latest, entry.connectedAt());
    }
    return latest;
  }

  // ---------------------------------------------------------------- steps

  private void hide(Peer peer) {
    Set<String> users = usersOf(peer);
    peer.hide();
    needs.refresh(users);
  }

  private Verdict verdict(EvictReply reply) {
    boolean believed = reply.verdict() == Verdict.UNKNOWN && !rules.contains(LeaseRule.UNKNOWN);
    return believed ? Verdict.GONE : reply.verdict();
  }

  private boolean heardSince(Peer peer, long sentAt) {
    return peer.heard >= sentAt && rules.contains(LeaseRule.HEARD_SINCE_SENT);
  }

  private boolean applyIfFits(Peer peer, FeedMessage.Changed message) {
    if (!peer.fits(message)) {
      return false;
    }
    Set<String> touched = new HashSet<>(message.entries().keySet());
    touched.addAll(message.removed());
    if (message.content() == FeedMessage.Content.WHOLE) {
      touched.addAll(usersOf(peer));
    }
    peer.apply(message);
    refresh(peer, touched);
    return true;
  }

  private void refresh(Peer peer, Set<String> touched) {
    needs.refresh(touched);
    if (!peer.unreadable().isEmpty()) {
      needs.unreadable(peer.nodeId, peer.unreadable());
    }
  }

  private void load(Peer peer, long ticks) {
    if (!peer.isLoading()) {
      peer.hidden = false;
      peer.beginLoading(ticks);
      needs.load(peer.nodeId);
    }
  }

  private void setDraining(Peer peer, boolean draining) {
    if (peer.draining != draining) {
      peer.draining = draining;
      needs.refresh(usersOf(peer));
    }
  }

  private void drop(Peer peer, long ticks) {
    peers.remove(peer.nodeId);
    departed.note(peer.nodeId, peer.sequence, peer.deadline, ticks, peer.leaseMillis);
    needs.refresh(usersOf(peer));
    needs.gone(peer.nodeId);
  }

  private static Set<String> usersOf(Peer peer) {
    return peer.entries == null ? new HashSet<>() : new HashSet<>(peer.entries.keySet());
  }
}
