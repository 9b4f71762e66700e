package dev.presence.engine;

import dev.presence.store.Registers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The registers of one workspace as this node knows them, and which of them are not in the store
 * yet. Registers of any number of writers merge in any order to the same result. Pure state,
 * confined to the owner.
 */
final class RegisterBook {

  private final Map<String, Registers> known = new HashMap<>();
  private final long ttlMillis;
  private Map<String, Registers> unsent = new HashMap<>();
  private String revision = "";

  RegisterBook(long ttlMillis) {
    this.ttlMillis = ttlMillis;
  }

  /** What was set manually for a user; none if it has expired. */
  Registers of(String userId, long storeTime) {
    Registers userRegisters = known.getOrDefault(userId, Registers.NONE);
    return isOver(userRegisters, storeTime) ? Registers.NONE : userRegisters;
  }

  /** Notes what was set at this node and is to be sent to the store. */
  void act(String userId, Registers userRegisters) {
    known.merge(userId, userRegisters, Registers::merge);
    unsent.merge(userId, userRegisters, Registers::merge);
  }

  /**
   * All times known here were taken from this node's own clock, and the store's is ahead by this
   * much.
   */
  void shift(long millis) {
    known.replaceAll((user, userRegisters) -> Manual.shifted(userRegisters, millis));
    unsent.replaceAll((user, userRegisters) -> Manual.shifted(userRegisters, millis));
  }

  /** Merges registers of others; returns the users whose registers changed. */
  Set<String> merge(Map<String, Registers> registers, long storeTime) {
    Set<String> changed = new HashSet<>();
    registers.forEach(
        (user, userRegisters) -> {
          Registers before = known.getOrDefault(user, Registers.NONE);
          Registers after = before.merge(userRegisters);
          if (!after.equals(before) && !isOver(userRegisters, storeTime)) {
            known.put(user, after);
            changed.add(user);
          }
        });
    return changed;
  }

  /** The revision up to which the store's registers are known. */
  String revision() {
    return revision;
  }

  /**
   * The store's registers went from one revision to another, and the changes are merged. False if
   * an earlier change is missing.
   */
  boolean advance(String from, String to) {
    if (revision.equals(from)) {
      revision = to;
    }
    return revision.equals(to);
  }

  /**
   * The store's registers were read whole: what they lack is sent again. Returns the users whose
   * registers changed.
   */
  Set<String> loaded(Map<String, Registers> stored, String storedRevision, long storeTime) {
    known.values().removeIf(userRegisters -> isOver(userRegisters, storeTime));
    known.forEach(
        (user, userRegisters) -> {
          Registers there = stored.getOrDefault(user, Registers.NONE);
          if (!there.merge(userRegisters).equals(there)) {
            unsent.merge(user, userRegisters, Registers::merge);
          }
        });
    revision = storedRevision;
    return merge(stored, storeTime);
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  Map<String, Registers> takeUnsent() {
    Map<String, Registers> taken = unsent;
    unsent = new HashMap<>();
    return taken;
  }

  void putBack(Map<String, Registers> taken) {
    taken.forEach((user, userRegisters) -> unsent.merge(user, userRegisters, Registers::merge));
  }

  /** The store has these, so they are not sent again. True if none of them changed since. */
  boolean stored(Map<String, Registers> sent) {
    sent.forEach((user, userRegisters) -> unsent.remove(user, userRegisters));
    return sent.keySet().stream().noneMatch(unsent::containsKey);
  }

  private boolean isOver(Registers userRegisters, long storeTime) {
    return Manual.latest(userRegisters) + ttlMillis < storeTime;
  }
}
