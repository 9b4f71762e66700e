package dev.presence.testkit.simulation;

import dev.presence.PresenceConnection;
import dev.presence.model.Activity;
import dev.presence.model.PresenceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is really so: who has which connection on which node, and what was set by hand. */
final class Truth {

  /** One connection, from when it was made to when it counted no more. */
  static final class Held {
    final String userId;
    final SimulatedNode node;
    final PresenceConnection handle;
    Activity activity;
    long syncedAt = -1;
    boolean setOffline;
    long endedAt = -1;

    Held(String userId, SimulatedNode node, PresenceConnection handle, Activity activity) {
      this.userId = userId;
      this.node = node;
      this.handle = handle;
      this.activity = activity;
    }

    /** True when its client is still there. */
    boolean isOpen() {
      return counts() && handle.isOpen();
    }

    boolean counts() {
      return endedAt < 0 && node.isAlive();
    }
  }

  private final Map<String, List<Held>> held = new HashMap<>();
  private final Map<String, Boolean> setAway = new HashMap<>();
  private final Map<String, Long> lastEnd = new HashMap<>();

  void add(Held connection) {
    held.computeIfAbsent(connection.userId, user -> new ArrayList<>()).add(connection);
  }

  void ended(Held connection, long now) {
    if (connection.endedAt < 0) {
      connection.endedAt = now;
      lastEnd.put(connection.userId, now);
    }
  }

  void crashed(SimulatedNode node, long now) {
    held.values()
        .forEach(
            list ->
                list.forEach(
                    connection -> {
                      if (connection.node == node) {
                        ended(connection, now);
                      }
                    }));
  }

  /**
   * The user was set offline: nodes that have heard of it show so, those with the connections end
   * them soon.
   */
  void setOffline(String userId, long now) {
    lastEnd.put(userId, now);
    connections(userId).forEach(connection -> connection.setOffline = true);
    setAway.put(userId, false);
  }

  void setAway(String userId, boolean away) {
    setAway.put(userId, away);
  }

  List<Held> connections(String userId) {
    return held.getOrDefault(userId, List.of()).stream().filter(Held::counts).toList();
  }

  /** When a connection of the user ended last; null when none ever did. */
  @Nullable Long lastEnd(String userId) {
    return lastEnd.get(userId);
  }

  /** Everybody who ever connected. */
  java.util.Set<String> users() {
    return held.keySet();
  }

  boolean isOnline(String userId) {
    for (Held connection : held.getOrDefault(userId, List.of())) {
      if (connection.counts()) {
        return true;
      }
    }
    return false;
  }

  PresenceStatus status(String userId) {
    List<Held> counting = connections(userId);
    if (counting.isEmpty()) {
      return PresenceStatus.OFFLINE;
    }
    boolean active =
        counting.stream().anyMatch(connection -> connection.activity == Activity.ACTIVE);
    boolean away = setAway.getOrDefault(userId, false);
    return active && !away ? PresenceStatus.ACTIVE : PresenceStatus.AWAY;
  }
}
