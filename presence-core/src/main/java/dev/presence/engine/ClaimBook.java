package dev.presence.engine;

import dev.presence.spi.Claim;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The claims of one workspace as this node knows them, and which of them the store still has to be
 * told. Claims of any number of writers merge in any order to the same result. Pure state, confined
 * to the owner.
 */
final class ClaimBook {

  private final Map<String, Claim> known = new HashMap<>();
  private final long ttlMillis;
  private Map<String, Claim> unsent = new HashMap<>();
  private String stamp = "";

  ClaimBook(long ttlMillis) {
    this.ttlMillis = ttlMillis;
  }

  /** What was set by hand for a user, unless that is too long ago. */
  Claim of(String userId, long storeTime) {
    Claim claim = known.getOrDefault(userId, Claim.NONE);
    return isOver(claim, storeTime) ? Claim.NONE : claim;
  }

  /** Notes an act of this node, which the store is to be told. */
  void act(String userId, Claim claim) {
    known.merge(userId, claim, Claim::merge);
    unsent.merge(userId, claim, Claim::merge);
  }

  /**
   * All times known here were taken from this node's own clock, and the store's is ahead by this
   * much.
   */
  void shift(long millis) {
    known.replaceAll((user, claim) -> shifted(claim, millis));
    unsent.replaceAll((user, claim) -> shifted(claim, millis));
  }

  private static Claim shifted(Claim claim, long millis) {
    long ended = claim.endedBefore() == 0 ? 0 : claim.endedBefore() + millis;
    return new Claim(claim.away(), claim.at() + millis, ended);
  }

  /** Merges claims of others; returns the users for whom that changed something. */
  Set<String> merge(Map<String, Claim> claims, long storeTime) {
    Set<String> changed = new HashSet<>();
    claims.forEach(
        (user, claim) -> {
          Claim before = known.getOrDefault(user, Claim.NONE);
          Claim after = before.merge(claim);
          if (!after.equals(before) && !isOver(claim, storeTime)) {
            known.put(user, after);
            changed.add(user);
          }
        });
    return changed;
  }

  /** The stamp up to which the store's claims are known. */
  String stamp() {
    return stamp;
  }

  /**
   * The store's claims went from one stamp to another, and all of that is merged. False when
   * something before is missing.
   */
  boolean advance(String from, String to) {
    if (stamp.equals(from)) {
      stamp = to;
    }
    return stamp.equals(to);
  }

  /**
   * The store's claims were read whole: what it lacks is to be sent again. Returns the users for
   * whom something changed.
   */
  Set<String> loaded(Map<String, Claim> stored, String storedStamp, long storeTime) {
    known.values().removeIf(claim -> isOver(claim, storeTime));
    known.forEach(
        (user, claim) -> {
          Claim there = stored.getOrDefault(user, Claim.NONE);
          if (!there.merge(claim).equals(there)) {
            unsent.merge(user, claim, Claim::merge);
          }
        });
    stamp = storedStamp;
    return merge(stored, storeTime);
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  Map<String, Claim> takeUnsent() {
    Map<String, Claim> taken = unsent;
    unsent = new HashMap<>();
    return taken;
  }

  void putBack(Map<String, Claim> taken) {
    taken.forEach((user, claim) -> unsent.merge(user, claim, Claim::merge));
  }

  /**
   * The store has these: what is unsent of them is sent no more. True when that was all of them.
   */
  boolean stored(Map<String, Claim> sent) {
    sent.forEach((user, claim) -> unsent.remove(user, claim));
    return sent.keySet().stream().noneMatch(unsent::containsKey);
  }

  private boolean isOver(Claim claim, long storeTime) {
    return Math.max(claim.at(), claim.endedBefore()) + ttlMillis < storeTime;
  }
}
