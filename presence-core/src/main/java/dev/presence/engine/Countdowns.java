package dev.presence.engine;

import dev.presence.engine.Peers.Clocks;
import dev.presence.store.StoredRecord;
import java.util.Set;

/**
 * How long the lease of another node still lasts, as far as the clocks of this node can tell. Every
 * rule uses the lease of the node that it is about. Owned by {@link Peers}.
 */
final class Countdowns {

  /** Wall clocks that differ by more, or a store's clock that moved by more, prove nothing. */
  private static final long CLOCKS_AGREE_MILLIS = 2_000;

  private final long ownLease;
  private final Set<LeaseRule> rules;
  private boolean noReplyYet = true;
  private long contactAtReply;
  private long storeNowAtReply;

  Countdowns(long ownLease, Set<LeaseRule> rules) {
    this.ownLease = ownLease;
    this.rules = rules;
  }

  /** A sync was answered, and its records were taken note of. */
  void replied(long contact, long storeNow) {
    noReplyYet = false;
    contactAtReply = contact;
    storeNowAtReply = storeNow;
  }

  /**
   * Starts with what is left by the store's clock, and the time since the reply before this one
   * that passed on that clock and not in contact: an outage, or a jump of the clock. But no less
   * than the lease minus the contact time since that reply: a deadline that moved was set after it.
   */
  void start(Peer peer, long contact, long storeNow) {
    long left = peer.deadline - storeNow;
    if (!rules.contains(LeaseRule.LEAST_COUNTDOWN)) {
      peer.dueAt(contact + Math.max(0, left));
    } else if (noReplyYet) {
      peer.countDown(contact, left);
    } else {
      long sinceReply = contact - contactAtReply;
      long withoutContact = Math.max(0, storeNow - storeNowAtReply - sinceReply);
      peer.countDown(contact, Math.max(left + withoutContact, leaseOf(peer) - sinceReply));
    }
  }

  /** The store may have forgotten the node: it gets a whole lease to write again. */
  void doubt(Peer peer, long contact) {
    peer.dueAt(contact + leaseOf(peer));
    peer.doubtful = true;
  }

  /**
   * Starts at a first look; false when the lease is over, so that the node is to be hidden.
   *
   * <p>What is left of a lease that this node did not watch is known by the store's clock alone,
   * which may have jumped. So a first look evicts nobody for a lease. The store's clock is believed
   * only if it has not moved since the record was written, by the wall clocks of both nodes. Then,
   * when the lease is over, a second look shows whether it was renewed; if not, the node is hidden.
   */
  boolean startAtFirstLook(Peer peer, StoredRecord record, Clocks clocks, long storeNow) {
    long jumped = record.wallOffset() - (clocks.wall() - storeNow);
    boolean isOn = rules.contains(LeaseRule.FIRST_LOOK);
    boolean isBelieved = !isOn || Math.abs(jumped) <= CLOCKS_AGREE_MILLIS;
    long left = isBelieved ? record.deadline() - storeNow : peer.leaseMillis;
    if (isOn || left <= 0) {
      peer.dueAt(clocks.contact() + peer.leaseMillis);
      peer.hideAfter(clocks.contact(), left);
    } else {
      peer.countDown(clocks.contact(), left);
    }
    return left > 0;
  }

  private long leaseOf(Peer peer) {
    return rules.contains(LeaseRule.LEASE_OF_THE_OTHER) ? peer.leaseMillis : ownLease;
  }
}
