package dev.presence.engine;

import dev.presence.model.Activity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node says about one workspace: its connections by user, and the entry that they amount
 * to. Pure state; the owner decides what follows from a change.
 */
final class LocalPartition {

  /** Of so many connections of a user, the latest, the data is kept. */
  private static final int MOST_DATA = 10;

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

  /** The user's connections. */
  List<LocalConnection> connections(String userId) {
    return connections.getOrDefault(userId, List.of());
  }

  /** When the latest connection of the user was opened, on the store's clock; 0 without one. */
  long latestOpenedAt(String userId) {
    long latest = 0;
    for (LocalConnection connection : connections.getOrDefault(userId, List.of())) {
      latest = Math.max(latest, connection.openedAt());
    }
    return latest;
  }

  /** The user's connections that were opened after this moment count as opened at {@code later}. */
  void reopen(String userId, long after, long later) {
    for (LocalConnection connection : connections.getOrDefault(userId, List.of())) {
      if (connection.openedAt() > after && connection.openedAt() < later) {
        connection.opened(later);
      }
    }
  }

  /**
   * All times of connections and entries were taken from this node's own clock, and the store's is
   * ahead by this much.
   */
  void shift(long millis) {
    for (List<LocalConnection> list : connections.values()) {
      list.forEach(connection -> connection.opened(connection.openedAt() + millis));
    }
    entries.replaceAll(
        (user, entry) ->
            new Entry(
                entry.activity(),
                entry.since() + millis,
                entry.connectedAt() + millis,
                entry.data()));
  }

  /** The users with a connection or an entry. */
  Set<String> users() {
    Set<String> users = new HashSet<>(connections.keySet());
    users.addAll(entries.keySet());
    return users;
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
      return new Entry(activity, now, lastOpened, dataOf(open));
    }
    // a second tab changes nothing that others need, so it costs no write: connectedAt moves only
    // when the user was set offline since, or when the store's clock was moved back: then others
    // need the
    // latest time of all to end every connection
    boolean counts = before.connectedAt() > endedBefore && lastOpened <= now;
    return new Entry(
        activity,
        before.activity() == activity ? before.since() : now,
        counts ? before.connectedAt() : lastOpened,
        dataOf(open));
  }

  private static List<String> dataOf(List<LocalConnection> open) {
    List<String> data = List.of();
    for (LocalConnection connection : open) {
      if (connection.data() != null) {
        data = data.isEmpty() ? new ArrayList<>(1) : data;
        data.add(connection.data());
      }
    }
    return data.size() > MOST_DATA ? data.subList(data.size() - MOST_DATA, data.size()) : data;
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
