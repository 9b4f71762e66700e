package dev.presence.memory.internal;

import dev.presence.store.FeedMessage;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The registers of one workspace, with the revision of the call that changed them last. */
final class StoredRegisters {

  private static final String NO_REVISION = "";

  /** In the order of user ids, so that pages can continue. */
  private final TreeMap<String, Registers> byUser = new TreeMap<>();

  private String revision = NO_REVISION;
  private long keepUntil;

  StoredRegisters copy() {
    StoredRegisters copy = new StoredRegisters();
    copy.byUser.putAll(byUser);
    copy.revision = revision;
    copy.keepUntil = keepUntil;
    return copy;
  }

  void expire(long now) {
    if (!isEmpty() && keepUntil <= now) {
      clear();
    }
  }

  boolean isEmpty() {
    return revision.isEmpty();
  }

  void clear() {
    byUser.clear();
    revision = NO_REVISION;
  }

  String revision() {
    return revision;
  }

  /** The registers of users whose ids are greater than {@code after}, in order. */
  Map<String, Registers> after(String after) {
    return byUser.tailMap(after, false);
  }

  Map<String, Registers> of(Set<String> userIds) {
    Map<String, Registers> some = new HashMap<>();
    for (String userId : userIds) {
      Registers userRegisters = byUser.get(userId);
      if (userRegisters != null) {
        some.put(userId, userRegisters);
      }
    }
    return some;
  }

  Outcome<SetReply> merge(SetRequest request, long now) {
    String before = revision;
    Map<String, Registers> changed = changedBy(request);
    if (changed.isEmpty()) {
      return Outcome.silent(SetReply.of(before, before));
    }
    byUser.putAll(changed);
    revision = request.revision();
    keepUntil = now + request.keepMillis();
    return new Outcome<>(
        SetReply.of(before, revision),
        List.of(FeedMessage.RegistersSet.of(before, revision, changed)));
  }

  private Map<String, Registers> changedBy(SetRequest request) {
    Map<String, Registers> changed = new HashMap<>();
    request
        .registers()
        .forEach(
            (userId, userRegisters) -> {
              Registers old = byUser.get(userId);
              Registers merged = old == null ? userRegisters : old.merge(userRegisters);
              if (!merged.equals(old)) {
                changed.put(userId, merged);
              }
            });
    return changed;
  }
}
