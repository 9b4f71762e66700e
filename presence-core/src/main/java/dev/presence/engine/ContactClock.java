package dev.presence.engine;

/**
 * A clock that runs only while the store answers, in milliseconds. A node judges the leases of
 * others on it, so that an outage of the store, or a sleep of this process, counts against nobody.
 * Safe for use by any thread.
 */
final class ContactClock {

  /**
   * Answers further apart than this are no contact in between; a probe a second keeps them closer.
   */
  static final long LONGEST_GAP_MILLIS = 3_000;

  private final boolean always;
  private long contact;
  private long lastAnswer;
  private boolean everAnswered;
  private boolean inContact;
  private boolean wasLost;
  private long backAt;

  /**
   * Creates a clock that stands.
   *
   * @param always true to run through silences too: without {@link LeaseRule#CONTACT_CLOCK}
   */
  ContactClock(boolean always) {
    this.always = always;
  }

  /**
   * The store answered. True when there was no contact before: this is the first time, or again.
   */
  synchronized boolean answered(long ticks) {
    long gap = ticks - lastAnswer;
    contact = millisIfAnswered(ticks);
    // answers overtake each other between threads; going back would count that time twice
    lastAnswer = everAnswered ? Math.max(lastAnswer, ticks) : ticks;
    everAnswered = true;
    boolean back = !inContact || gap > LONGEST_GAP_MILLIS;
    backAt = back ? ticks : backAt;
    inContact = true;
    return back;
  }

  /** A call was not answered in time. */
  synchronized void lost() {
    inContact = false;
    wasLost |= everAnswered;
  }

  /**
   * True while there is no contact, and for {@code millis} after it was lost: the store may have
   * forgotten what other nodes are about to write again.
   */
  synchronized boolean isUnsure(long ticks, long millis) {
    return !inContact || (wasLost && ticks - backAt < millis);
  }

  synchronized long millis() {
    return contact;
  }

  /** What {@link #millis} is after an answer at {@code ticks}. */
  synchronized long millisIfAnswered(long ticks) {
    long gap = ticks - lastAnswer;
    boolean counts = everAnswered && (always || gap <= LONGEST_GAP_MILLIS);
    return counts ? contact + Math.max(0, gap) : contact;
  }

  synchronized boolean isInContact() {
    return inContact;
  }

  /** How long the store has been silent; counted from {@code start} when it never answered. */
  synchronized long silence(long ticks, long start) {
    return ticks - (everAnswered ? lastAnswer : start);
  }
}
