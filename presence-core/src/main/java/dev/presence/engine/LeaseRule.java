package dev.presence.engine;

/**
 * The rules on leases that a simulation can switch off, to show what each is for. All are on,
 * always, outside such a test; {@code docs/leases.md} tells the failure behind each.
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
  FIRST_LOOK
}
