package dev.presence.memory.internal;

import dev.presence.spi.Claim;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.FeedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The claims of one workspace, with the stamp of the call that changed them last. */
final class Claims {

  private static final String NO_STAMP = "";

  /** In the order of user ids, so that pages can continue. */
  private final TreeMap<String, Claim> byUser = new TreeMap<>();

  private String stamp = NO_STAMP;
  private long keepUntil;

  Claims copy() {
    Claims copy = new Claims();
    copy.byUser.putAll(byUser);
    copy.stamp = stamp;
    copy.keepUntil = keepUntil;
    return copy;
  }

  void expire(long now) {
    if (!isEmpty() && keepUntil <= now) {
      clear();
    }
  }

  boolean isEmpty() {
    return stamp.isEmpty();
  }

  void clear() {
    byUser.clear();
    stamp = NO_STAMP;
  }

  String stamp() {
    return stamp;
  }

  /** The claims of users whose ids are greater than {@code after}, in order. */
  Map<String, Claim> after(String after) {
    return byUser.tailMap(after, false);
  }

  Map<String, Claim> of(Set<String> userIds) {
    Map<String, Claim> some = new HashMap<>();
    for (String userId : userIds) {
      Claim claim = byUser.get(userId);
      if (claim != null) {
        some.put(userId, claim);
      }
    }
    return some;
  }

  Outcome<ClaimReply> merge(ClaimRequest request, long now) {
    String before = stamp;
    Map<String, Claim> changed = changedBy(request);
    if (changed.isEmpty()) {
      return Outcome.silent(new ClaimReply(before, before));
    }
    byUser.putAll(changed);
    stamp = request.stamp();
    keepUntil = now + request.keepMillis();
    return new Outcome<>(
        new ClaimReply(before, stamp), List.of(new FeedMessage.Claimed(before, stamp, changed)));
  }

  private Map<String, Claim> changedBy(ClaimRequest request) {
    Map<String, Claim> changed = new HashMap<>();
    request
        .claims()
        .forEach(
            (userId, claim) -> {
              Claim old = byUser.get(userId);
              Claim merged = old == null ? claim : old.merge(claim);
              if (!merged.equals(old)) {
                changed.put(userId, merged);
              }
            });
    return changed;
  }
}
