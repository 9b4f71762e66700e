package dev.presence.engine;

import dev.presence.model.Activity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node says about one workspace: its connections by user, and the entry that they amount
 * to. Pure state; the owner decides what follows from a change.
 */
final class LocalPartition {

  private final Map<String, List<LocalConnection>> connections = new HashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  void add(LocalConnection connection) {
    connections.computeIfAbsent(connection.userId(), user -> new ArrayList<>(1)).add(connection);
  }

  /** Takes a connection out; false when it was out already. */
  boolean remove(LocalConnection connection) {
    List<LocalConnection> list = connections.get(connection.userId());
    if (list == null || !list.remove(connection)) {
      return false;
    }
    if (list.isEmpty()) {
      connections.remove(connection.userId());
    }
    return true;
  }

  /** Takes out and returns the user's connections that were opened at or before this moment. */
  List<LocalConnection> removeOpenedUpTo(String userId, long storeTime) {
    List<LocalConnection> over = new ArrayList<>(connections.getOrDefault(userId, List.of()));
    over.removeIf(connection -> connection.openedAt() > storeTime);
    over.forEach(this::remove);
    return over;
  }

  /** Works out the user's entry anew at {@code now}; true when it changed. */
  boolean refresh(String userId, long endedBefore, long now) {
    Entry before = entries.get(userId);
    Entry after = entryOf(connections.getOrDefault(userId, List.of()), before, endedBefore, now);
    if (after == null) {
      return entries.remove(userId) != null;
    }
    return !after.equals(entries.put(userId, after));
  }

  private static @Nullable Entry entryOf(
      List<LocalConnection> open, @Nullable Entry before, long endedBefore, long now) {
    if (open.isEmpty()) {
      return null;
    }
    boolean active = false;
    long lastOpened = 0;
    for (LocalConnection connection : open) {
      active |= connection.activity() == Activity.ACTIVE;
      lastOpened = Math.max(lastOpened, connection.openedAt());
    }
    Activity activity = active ? Activity.ACTIVE : Activity.AWAY;
    if (before == null) {
      return new Entry(activity, now, lastOpened);
    }
    // a second tab changes nothing that others need, so it costs no write: connectedAt moves only
    // when a claim overtakes it
    boolean counts = before.connectedAt() > endedBefore;
    return new Entry(
        activity,
        before.activity() == activity ? before.since() : now,
        counts ? before.connectedAt() : lastOpened);
  }

  @Nullable Entry entry(String userId) {
    return entries.get(userId);
  }

  /** All entries by user id. */
  Map<String, Entry> entries() {
    return entries;
  }

  Collection<List<LocalConnection>> connections() {
    return connections.values();
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }
}
