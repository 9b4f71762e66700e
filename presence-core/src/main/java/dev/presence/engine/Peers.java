package dev.presence.engine;

import dev.presence.spi.EvictReply;
import dev.presence.spi.EvictReply.Verdict;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.SyncReply;
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
 * asks for what it needs through {@link Needs}; it calls nobody. {@code docs/leases.md} tells which
 * failure each rule is for. Confined to the owner.
 *
 * <p>Three clocks: {@code contact} is the {@link ContactClock}, {@code ticks} is this process's
 * own, deadlines are the store's.
 */
final class Peers {

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

    /** The node is gone. */
    void gone(String nodeId);
  }

  /** An outage ends for all nodes within a second, a few failed calls later at the most. */
  private static final long RETURN_MILLIS = 5_000;

  private final String self;
  private final long leaseMillis;
  private final Set<LeaseRule> rules;
  private final Needs needs;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final DepartedNodes departed;
  private long contactAtReply = -1;
  private boolean noReplyYet = true;

  Peers(String self, long leaseMillis, Set<LeaseRule> rules, Needs needs) {
    this.self = self;
    this.leaseMillis = leaseMillis;
    this.rules = rules;
    this.needs = needs;
    this.departed = new DepartedNodes(leaseMillis);
  }

  // ---------------------------------------------------------------- what the store says

  /**
   * A sync was answered; {@code whole} when it brought the whole partition, which every store takes
   * and which so says nothing of what the store remembers. Returns the records whose changes have
   * not come over the feed: if they have not a second later, the feed has lost them ({@link
   * #reloadIfBehind}).
   */
  List<StoredRecord> replied(
      SyncReply reply, boolean whole, long sentAt, long ticks, long contact) {
    departed.forgetThoseBefore(ticks);
    if (whole || !reply.known()) {
      doubtEverybody(contact);
    }
    // contact time since the reply before this one: a deadline that moved was set after that
    long sinceReply = noReplyYet ? leaseMillis : contact - contactAtReply;
    Set<String> listed = new HashSet<>();
    List<StoredRecord> ahead = new ArrayList<>();
    for (StoredRecord record : reply.records()) {
      if (!record.nodeId().equals(self)) {
        listed.add(record.nodeId());
        if (!listed(record, record.deadline() - reply.now(), sinceReply, contact)) {
          ahead.add(record);
        }
      }
    }
    if (reply.known()) {
      dropUnlisted(listed, sentAt, ticks);
    }
    contactAtReply = contact;
    noReplyYet = false;
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
  private boolean listed(StoredRecord record, long remaining, long sinceReply, long contact) {
    Peer peer = peers.get(record.nodeId());
    boolean hidden = departed.covers(record.nodeId(), record.sequence());
    if (peer == null
        || (isHidden(peer) && !hidden && remaining > 0 && record.deadline() != peer.deadline)) {
      firstLook(record, hidden || remaining <= 0, remaining, contact);
      return true;
    }
    peer.wasListed = true;
    peer.doubtful = false;
    if (record.sequence() >= peer.sequence) { // else the feed has overtaken this reply
      if (record.deadline() != peer.deadline) {
        peer.noteLease(record);
        startCountdown(peer, contact, remaining, sinceReply);
      }
      setLeaving(peer, record.leaving());
    }
    if (!peer.isShown() || peer.isLoading()) {
      return true;
    }
    boolean sameSize = peer.entries == null || peer.entries.size() == record.users();
    if (record.sequence() == peer.sequence && !sameSize) {
      load(peer);
    }
    return record.sequence() <= peer.sequence;
  }

  /**
   * A record with nothing left is not shown, nor evicted for a lease: its node may be on the way
   * back.
   */
  private void firstLook(StoredRecord record, boolean hide, long remaining, long contact) {
    Peer peer = new Peer(record);
    peer.leaving = record.leaving();
    peer.wasListed = true;
    peers.put(peer.nodeId, peer);
    if (hide) {
      peer.dueAt(contact + record.leaseMillis());
      peer.hiddenAt = remaining <= 0 ? contact : -1;
    } else {
      peer.countDown(contact, remaining);
      load(peer);
    }
  }

  private void doubtEverybody(long contact) {
    for (Peer peer : peers.values()) {
      peer.dueAt(contact + Math.max(leaseMillis, peer.leaseMillis));
      peer.doubtful = true;
    }
  }

  /**
   * A second after {@link #replied}: reads the partition if its change has still not come. True
   * when it had not.
   */
  boolean reloadIfBehind(StoredRecord record) {
    Peer peer = peers.get(record.nodeId());
    if (peer == null || !peer.isShown() || peer.sequence >= record.sequence()) {
      return false;
    }
    load(peer);
    return true;
  }

  /** The partition was read; null when the store has none, or not a complete one. */
  void loaded(String nodeId, @Nullable StoredPartition read, long ticks, long contact) {
    Peer peer = peers.get(nodeId);
    List<FeedMessage.Changed> meanwhile = peer == null ? List.of() : peer.endLoading();
    if (read == null) {
      if (peer != null && !peer.isShown()) {
        peers.remove(nodeId); // asked again when it is listed again
      }
      return;
    }
    if (departed.covers(nodeId, read.record().sequence())) {
      return;
    }
    if (peer == null) {
      peer = new Peer(read.record());
      peer.dueAt(contact + peer.leaseMillis);
      peer.heard = ticks;
      peer.leaving = read.record().leaving();
      peers.put(nodeId, peer);
    }
    if (read.record().sequence() >= peer.sequence) {
      Set<String> touched = usersOf(peer);
      peer.replace(read.record().sequence(), read.entries());
      touched.addAll(read.entries().keySet());
      needs.refresh(touched);
    }
    boolean behind = false;
    for (FeedMessage.Changed message : meanwhile) {
      behind |= !applyIfFits(peer, message) && message.record().sequence() > peer.sequence;
    }
    if (behind) {
      load(peer);
    }
  }

  /**
   * The read of a partition failed; it is asked for again when a reply or a message shows that it
   * is missing.
   */
  void loadFailed(String nodeId) {
    loaded(nodeId, null, 0, 0);
  }

  // ---------------------------------------------------------------- what the feed says

  void heard(FeedMessage.Changed message, long ticks, long contact) {
    StoredRecord record = message.record();
    if (record.nodeId().equals(self) || departed.covers(record.nodeId(), record.sequence())) {
      return;
    }
    Peer peer = peers.get(record.nodeId());
    if (peer == null) {
      peer = new Peer(record);
      peer.dueAt(contact + peer.leaseMillis);
      peers.put(peer.nodeId, peer);
    }
    peer.heard = ticks;
    peer.remember(message);
    if (record.sequence() > peer.sequence && !applyIfFits(peer, message)) {
      load(peer);
    }
  }

  void heard(FeedMessage.Gone message, long ticks) {
    if (message.nodeId().equals(self)) {
      needs.sync();
      return;
    }
    Peer peer = peers.get(message.nodeId());
    if (peer == null) {
      departed.note(message.nodeId(), message.sequence(), ticks);
    } else if (peer.sequence <= message.sequence()) {
      drop(peer, ticks);
      departed.note(message.nodeId(), message.sequence(), ticks);
    }
  }

  void heard(FeedMessage.Leaving message, long contact) {
    Peer peer = peers.get(message.record().nodeId());
    if (peer != null && !peer.leaving && peer.sequence <= message.record().sequence()) {
      peer.noteLease(message.record());
      peer.dueAt(contact + peer.leaseMillis);
      setLeaving(peer, true);
    }
  }

  // ---------------------------------------------------------------- countdown and eviction

  /** The peers whose countdown is over and who are not being evicted yet; marks them so. */
  List<Peer> overdue(long contact) {
    List<Peer> result = new ArrayList<>();
    for (Peer peer : peers.values()) {
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
      earliest = peer.evicting ? earliest : Math.min(earliest, peer.due);
    }
    return earliest;
  }

  /** The eviction that {@link #overdue} asked for was answered; null when it was not. */
  void evicted(Peer peer, @Nullable EvictReply reply, long sentAt, long ticks, long contact) {
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
          drop(peer, ticks);
        }
      }
      case ALIVE -> {
        peer.deadline = reply.deadline();
        long left = reply.deadline() - reply.now();
        startCountdown(peer, contact, left, contact - contactAtReply);
      }
    }
  }

  /**
   * The own syncs failed for a while, those of the others may have too: nobody is overdue for a
   * moment.
   */
  void grantTime(long contact, long millis) {
    for (Peer peer : peers.values()) {
      peer.bearWithUntil(contact + millis);
    }
  }

  // ---------------------------------------------------------------- what is known

  /**
   * Adds what the other nodes say about a user, apart for nodes that stay and nodes that are
   * leaving.
   */
  void collect(String userId, List<Entry> staying, List<Entry> leaving) {
    for (Peer peer : peers.values()) {
      Entry entry = peer.entries == null ? null : peer.entries.get(userId);
      if (entry != null) {
        (peer.leaving ? leaving : staying).add(entry);
      }
    }
  }

  /**
   * True while a record that had nothing left when it was first listed may be that of a node which
   * is on the way back, as when an outage ends: its renewal is not told by the feed.
   */
  boolean mayReturn(long contact) {
    for (Peer peer : peers.values()) {
      if (isHidden(peer) && peer.hiddenAt >= 0 && contact - peer.hiddenAt < RETURN_MILLIS) {
        return true;
      }
    }
    return false;
  }

  boolean isLoading() {
    for (Peer peer : peers.values()) {
      if (peer.isLoading()) {
        return true;
      }
    }
    return false;
  }

  // ---------------------------------------------------------------- steps

  private static boolean isHidden(Peer peer) {
    return !peer.isShown() && !peer.isLoading();
  }

  private Verdict verdict(EvictReply reply) {
    boolean believed = reply.verdict() == Verdict.UNKNOWN && !rules.contains(LeaseRule.UNKNOWN);
    return believed ? Verdict.GONE : reply.verdict();
  }

  /** What is left, but no less than the lease minus the contact time in which it was renewed. */
  private void startCountdown(Peer peer, long contact, long left, long sinceReply) {
    if (rules.contains(LeaseRule.LEAST_COUNTDOWN)) {
      peer.countDown(contact, Math.max(left, peer.leaseMillis - sinceReply));
    } else {
      peer.dueAt(contact + Math.max(0, left));
    }
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
    needs.refresh(touched);
    return true;
  }

  private void load(Peer peer) {
    if (!peer.isLoading()) {
      peer.beginLoading();
      needs.load(peer.nodeId);
    }
  }

  private void setLeaving(Peer peer, boolean leaving) {
    if (peer.leaving != leaving) {
      peer.leaving = leaving;
      needs.refresh(usersOf(peer));
    }
  }

  private void drop(Peer peer, long ticks) {
    peers.remove(peer.nodeId);
    departed.note(peer.nodeId, peer.sequence, ticks);
    needs.refresh(usersOf(peer));
    needs.gone(peer.nodeId);
  }

  private static Set<String> usersOf(Peer peer) {
    return peer.entries == null ? new HashSet<>() : new HashSet<>(peer.entries.keySet());
  }
}
