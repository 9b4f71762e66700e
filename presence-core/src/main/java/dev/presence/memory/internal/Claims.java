package dev.presence.memory.internal;

import dev.presence.spi.Claim;
import dev.presence.spi.ClaimRequest;
import dev.presence.spi.FeedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The claims of one workspace, with the stamp of the call that changed them last. */
final class Claims {

  private static final String NO_STAMP = "";

  private final Map<String, Claim> byUser = new HashMap<>();
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

  Map<String, Claim> all() {
    return byUser;
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

  Outcome<String> merge(ClaimRequest request, long now) {
    String before = stamp;
    if (request.stamp().equals(before)) {
      return Outcome.silent(before);
    }
    Map<String, Claim> after = new HashMap<>();
    request
        .claims()
        .forEach((userId, claim) -> after.put(userId, byUser.merge(userId, claim, Claim::merge)));
    stamp = request.stamp();
    keepUntil = now + request.keepMillis();
    return new Outcome<>(before, List.of(new FeedMessage.Claimed(before, stamp, after)));
  }
}
