package dev.presence.memory.internal;

import dev.presence.spi.FeedMessage;
import dev.presence.spi.FeedMessage.Changed;
import dev.presence.spi.FeedMessage.Content;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.SyncRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The entries of the nodes of one workspace. A partition without entries does not exist. */
final class Partitions {

  private final Map<String, Kept> byNode = new HashMap<>();

  private record Kept(Map<String, String> entries, long keepUntil) {}

  Partitions copy() {
    Partitions copy = new Partitions();
    byNode.forEach(
        (id, kept) -> copy.byNode.put(id, new Kept(new HashMap<>(kept.entries), kept.keepUntil)));
    return copy;
  }

  void expire(long now) {
    byNode.values().removeIf(kept -> kept.keepUntil <= now);
  }

  boolean isEmpty() {
    return byNode.isEmpty();
  }

  void remove(String nodeId) {
    byNode.remove(nodeId);
  }

  int sizeOf(String nodeId) {
    return entries(nodeId).size();
  }

  Map<String, String> entries(String nodeId) {
    Kept kept = byNode.get(nodeId);
    return kept == null ? Map.of() : kept.entries;
  }

  Map<String, String> entries(String nodeId, Set<String> userIds) {
    Map<String, String> all = entries(nodeId);
    Map<String, String> some = new HashMap<>();
    for (String userId : userIds) {
      String entry = all.get(userId);
      if (entry != null) {
        some.put(userId, entry);
      }
    }
    return some;
  }

  void write(SyncRequest request, long keepUntil) {
    Kept old = request.whole() ? null : byNode.get(request.nodeId());
    Map<String, String> entries = old == null ? new HashMap<>() : old.entries;
    entries.putAll(request.entries());
    entries.keySet().removeAll(request.removed());
    if (entries.isEmpty()) {
      byNode.remove(request.nodeId());
    } else {
      byNode.put(request.nodeId(), new Kept(entries, keepUntil));
    }
  }

  static FeedMessage changed(StoredRecord record, SyncRequest request) {
    int size = request.entries().size() + request.removed().size();
    if (size > SyncRequest.MOST_CHANGES) {
      return new Changed(record, request.from(), Content.NOTHING, Map.of(), Set.of());
    }
    Content content = request.whole() ? Content.WHOLE : Content.DIFFERENCE;
    return new Changed(record, request.from(), content, request.entries(), request.removed());
  }
}
