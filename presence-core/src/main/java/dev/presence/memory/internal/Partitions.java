package dev.presence.memory.internal;

import dev.presence.store.ReplaceRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.SyncRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entries of the nodes of one workspace. A partition without entries does not exist. */
final class Partitions {

  private final Map<String, Kept> byNode = new HashMap<>();

  /** What was staged, by node and the sequence of the sync that is to follow. */
  private final Map<Staging, Kept> staged = new HashMap<>();

  /** In the order of user ids, so that pages can continue. */
  private record Kept(TreeMap<String, String> entries, long keepUntil) {}

  private record Staging(String nodeId, long to) {}

  Partitions copy() {
    Partitions copy = new Partitions();
    byNode.forEach(
        (id, kept) -> copy.byNode.put(id, new Kept(new TreeMap<>(kept.entries), kept.keepUntil)));
    staged.forEach(
        (key, kept) -> copy.staged.put(key, new Kept(new TreeMap<>(kept.entries), kept.keepUntil)));
    return copy;
  }

  void expire(long now) {
    byNode.values().removeIf(kept -> kept.keepUntil <= now);
    staged.values().removeIf(kept -> kept.keepUntil <= now);
  }

  boolean isEmpty() {
    return byNode.isEmpty() && staged.isEmpty();
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

  /** The entries of a node whose user ids are greater than {@code after}, in order. */
  Map<String, String> entriesAfter(String nodeId, String after) {
    Kept kept = byNode.get(nodeId);
    return kept == null ? Map.of() : kept.entries.tailMap(after, false);
  }

  void stage(StageRequest request, long keepUntil) {
    Staging key = new Staging(request.nodeId(), request.to());
    Kept before = staged.get(key);
    TreeMap<String, String> entries = before == null ? new TreeMap<>() : before.entries;
    entries.putAll(request.entries());
    staged.put(key, new Kept(entries, keepUntil));
  }

  /** True when what the request says was staged is there. */
  boolean isStaged(ReplaceRequest request) {
    Kept kept = staged.get(new Staging(request.nodeId(), request.to()));
    return request.staged() == 0 || (kept != null && kept.entries.size() == request.staged());
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

  void change(SyncRequest request, long keepUntil) {
    Kept old = byNode.get(request.nodeId());
    TreeMap<String, String> entries = old == null ? new TreeMap<>() : old.entries;
    entries.putAll(request.entries());
    entries.keySet().removeAll(request.removed());
    put(request.nodeId(), entries, keepUntil);
  }

  void replace(ReplaceRequest request, long keepUntil) {
    Kept pages = staged.remove(new Staging(request.nodeId(), request.to()));
    TreeMap<String, String> entries =
        pages == null || request.staged() == 0 ? new TreeMap<>(request.entries()) : pages.entries;
    put(request.nodeId(), entries, keepUntil);
  }

  private void put(String nodeId, TreeMap<String, String> entries, long keepUntil) {
    if (entries.isEmpty()) {
      byNode.remove(nodeId);
    } else {
      byNode.put(nodeId, new Kept(entries, keepUntil));
    }
  }
}
