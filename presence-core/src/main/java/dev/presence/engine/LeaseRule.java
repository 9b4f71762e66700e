package dev.presence.engine;

/**
 * The rules on leases that a simulation can switch off, to show what each is for. All are on,
 * always, outside such a test; {@code docs/internals/leases.md} tells the failure behind each.
 */
public enum LeaseRule {
  /** Leases are judged on a clock that runs only while the store answers. */
  CONTACT_CLOCK,
  /** A store that forgot the one who asks has no say on others. */
  UNKNOWN,
  /**
   * Who was heard since a sync was sent, or never listed, is not gone because its reply does not
   * list it.
   */
  HEARD_SINCE_SENT,
  /** A countdown never starts below what the lease must still have. */
  LEAST_COUNTDOWN,
  /** A first look evicts nobody for a lease, and trusts no clock alone. */
  FIRST_LOOK,
  /** A lease is judged by the node that it belongs to, whatever the own one is. */
  LEASE_OF_THE_OTHER,
  /** A workspace depends on its own shard of the store only. */
  OWN_SHARD,
  /** A view of which something could not be read is stale. */
  UNREAD_IS_STALE,
  /** An answer that comes after its deadline counts. */
  LATE_ANSWERS,
  /** Times of connections and acts are on the store's clock, also those from before it was read. */
  STORE_TIME,
  /** A node that drains still receives what others write. */
  LISTEN_WHILE_DRAINING
}
