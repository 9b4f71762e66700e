package dev.presence.engine;

import dev.presence.store.FeedMessage;
import dev.presence.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Another node's partition of one workspace, as this node knows it. Owned by {@link Peers}. */
final class Peer {

  /**
   * The least that a countdown starts with, in milliseconds: time enough for a node that is late by
   * a hiccup.
   */
  private static final long SHORTEST_COUNTDOWN = 5_000;

  final String nodeId;

  /** The sequence up to which {@link #entries} is complete; -1 while nothing is loaded. */
  long sequence = -1;

  /** By user id; null while the peer is not shown: not loaded yet, or hidden. */
  @Nullable Map<String, Entry> entries;

  /** Users whose entries this version cannot read; they count, but say nothing. */
  private final Set<String> unreadable = new HashSet<>();

  /** True while a record that had nothing left when it was first listed is not shown. */
  boolean hidden;

  /** Since when the store holds more than was read, in ticks; -1 when nothing is missing. */
  long unreadSince = -1;

  /** The deadline that the store told last. */
  long deadline;

  long leaseMillis;
  boolean draining;

  /** When the countdown ends, on the contact clock; set by {@link #dueAt}. */
  long due;

  /** The latest that a delay may move {@link #due} to. */
  private long latestDue;

  /** When a node that was only looked at once is to be looked at again, on the contact clock. */
  private long hideAt = Long.MAX_VALUE;

  /** Since when that second look is wanted, in ticks; -1 while it is not. */
  private long secondLookSince = -1;

  /** When it was first listed with nothing left of its lease, on the contact clock; else -1. */
  long hiddenAt = -1;

  /** When a message of it came last, in ticks. */
  long heard = -1;

  /** True once a reply has listed it; until then only the feed has told of it. */
  boolean wasListed;

  /**
   * The store forgot this node since the peer was listed last, so that the peer's absence says
   * nothing.
   */
  boolean doubtful;

  boolean evicting;

  /**
   * While its partition is being read: the messages that came meanwhile, which the read may or may
   * not contain.
   */
  private @Nullable List<FeedMessage.Changed> loading;

  Peer(StoredRecord record) {
    this.nodeId = record.nodeId();
    noteLease(record);
  }

  void noteLease(StoredRecord record) {
    deadline = record.deadline();
    leaseMillis = record.leaseMillis();
  }

  /**
   * Starts the countdown with {@code millis}, but never less than a hiccup and never more than the
   * lease.
   */
  void countDown(long contact, long millis) {
    long least = Math.min(SHORTEST_COUNTDOWN, leaseMillis);
    dueAt(contact + Math.max(least, Math.min(leaseMillis, millis)));
  }

  /** The countdown ends then; what was found at a first look no longer matters. */
  void dueAt(long contact) {
    due = contact;
    latestDue = contact + leaseMillis;
    hideAt = Long.MAX_VALUE;
    secondLookSince = -1;
  }

  /** Looks at the node again after {@code millis}, but never sooner than after a hiccup. */
  void hideAfter(long contact, long millis) {
    hideAt = contact + Math.max(Math.min(SHORTEST_COUNTDOWN, leaseMillis), millis);
  }

  /** True once, when it is time for the second look. */
  boolean needsSecondLook(long contact, long ticks) {
    if (contact < hideAt || contact >= due) {
      return false;
    }
    hideAt = Long.MAX_VALUE;
    secondLookSince = ticks;
    return true;
  }

  /** True when a look that began then is the second one, and so says whether the lease is over. */
  boolean isSecondLook(long sentAt) {
    return secondLookSince >= 0 && sentAt >= secondLookSince;
  }

  /** Its lease seems over: its entries no longer count, until it is listed with a new deadline. */
  void hide() {
    entries = null;
    unreadable.clear();
    hidden = true;
    secondLookSince = -1;
    unreadSince = -1;
    endLoading();
  }

  /** When there is something to do about it, on the contact clock. */
  long nextStep() {
    return evicting ? Long.MAX_VALUE : Math.min(due, hideAt);
  }

  /**
   * Moves the end of the countdown to at least this, by one lease altogether: delays again and
   * again would keep it without end.
   */
  void notDueBefore(long contact) {
    due = Math.max(due, Math.min(contact, latestDue));
    hideAt = hideAt == Long.MAX_VALUE ? hideAt : Math.max(hideAt, Math.min(contact, latestDue));
  }

  boolean isShown() {
    return entries != null;
  }

  boolean isLoading() {
    return loading != null;
  }

  /** Its partition is to be read, because something is missing. */
  void beginLoading(long ticks) {
    unreadSince = unreadSince < 0 ? ticks : unreadSince;
    loading = new ArrayList<>();
  }

  List<FeedMessage.Changed> endLoading() {
    List<FeedMessage.Changed> meanwhile = loading == null ? List.of() : loading;
    loading = null;
    return meanwhile;
  }

  void remember(FeedMessage.Changed message) {
    if (loading != null) {
      loading.add(message);
    }
  }

  /** How many users its partition has, as far as it was read. */
  int size() {
    return (entries == null ? 0 : entries.size()) + unreadable.size();
  }

  /** Users whose entries this version cannot read. */
  Set<String> unreadable() {
    return unreadable;
  }

  /** Replaces the whole partition. */
  void replace(long newSequence, Map<String, String> encoded) {
    Map<String, Entry> decoded = new HashMap<>(encoded.size() * 2);
    unreadable.clear();
    encoded.forEach((user, text) -> put(decoded, user, text));
    entries = decoded;
    sequence = newSequence;
    hidden = false;
  }

  /** Applies a change that fits. */
  void apply(FeedMessage.Changed change) {
    Map<String, Entry> shown = entries;
    if (change.content() == FeedMessage.Content.WHOLE || shown == null) {
      replace(change.record().sequence(), change.entries());
      return;
    }
    change.entries().forEach((user, text) -> put(shown, user, text));
    shown.keySet().removeAll(change.removed());
    unreadable.removeAll(change.removed());
    sequence = change.record().sequence();
  }

  /** True when the change leads on from what is shown. */
  boolean fits(FeedMessage.Changed change) {
    if (entries == null || change.record().sequence() <= sequence) {
      return false;
    }
    return switch (change.content()) {
      case WHOLE -> true;
      case DIFFERENCE -> change.from() <= sequence;
      case NOTHING -> false;
    };
  }

  private void put(Map<String, Entry> decoded, String user, String text) {
    Entry entry = Entry.decode(text);
    if (entry == null) {
      decoded.remove(user);
      unreadable.add(user);
    } else {
      decoded.put(user, entry);
      unreadable.remove(user);
    }
  }
}
