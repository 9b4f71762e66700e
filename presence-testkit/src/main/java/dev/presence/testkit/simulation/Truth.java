package dev.presence.testkit.simulation;

import dev.presence.model.Activity;
import dev.presence.model.PresenceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is really so in one workspace: who has which connection, and what was set by hand. */
final class Truth {

  /** Whether a user is online. */
  enum State {
    ONLINE,
    OFFLINE,
    /** The user was set offline at about the time of the connection: both are right. */
    EITHER
  }

  /** What is so of one user. */
  private static final class User {
    final List<Held> counting = new ArrayList<>();
    final List<Held> ended = new ArrayList<>();
    boolean away;
    int actsUnderWay;
    boolean unsureByHand;
    long unsettledUntil = Trouble.NEVER;
  }

  private final Map<String, User> users = new LinkedHashMap<>();
  private final Consumer<String> changed;

  /** Creates an empty workspace; {@code changed} receives the users who changed. */
  Truth(Consumer<String> changed) {
    this.changed = changed;
  }

  private User user(String userId) {
    return users.computeIfAbsent(userId, id -> new User());
  }

  void add(Held connection) {
    user(connection.userId).counting.add(connection);
    changed.accept(connection.userId);
  }

  void ended(Held connection, long now, boolean inOrder) {
    if (!connection.counts()) {
      return;
    }
    connection.endedAt = now;
    connection.endedInOrder = inOrder;
    User user = user(connection.userId);
    user.counting.remove(connection);
    user.ended.add(connection);
    unsettle(user, now, connection);
    changed.accept(connection.userId);
  }

  /**
   * Until its lease may have ended everywhere, others can receive the end of this connection after,
   * or before, what the user did since.
   */
  private static void unsettle(User user, long now, Held connection) {
    user.unsettledUntil =
        Math.max(user.unsettledUntil, now + 4 * connection.node.goneMillis() + 10_000);
  }

  void crashed(SimulatedNode node, long now) {
    for (User user : List.copyOf(users.values())) {
      for (Held connection : List.copyOf(user.counting)) {
        if (connection.node == node) {
          ended(connection, now, false);
        }
      }
    }
  }

  /** The user's connections are being ended by hand: from now on they may count or not. */
  void setOffline(String userId, long now) {
    User user = user(userId);
    user.away = false;
    for (Held connection : user.counting) {
      connection.mayBeEnded = true;
      unsettle(user, now, connection);
    }
    changed.accept(userId);
  }

  void setAway(String userId, boolean away) {
    user(userId).away = away;
  }

  /** Of two acts of which neither was stored when the other began, each may be the later one. */
  void actBegins(String userId) {
    User user = user(userId);
    user.unsureByHand = user.actsUnderWay > 0;
    user.actsUnderWay++;
  }

  /** The act is stored, or its node stopped before that. */
  void actEnded(String userId, boolean failed) {
    User user = user(userId);
    user.actsUnderWay--;
    user.unsureByHand |= failed;
  }

  boolean isUnsureByHand(String userId) {
    return user(userId).unsureByHand;
  }

  /** The connections of the user that count. */
  List<Held> connections(String userId) {
    User user = users.get(userId);
    return user == null ? List.of() : user.counting;
  }

  /** The connections of the user that are over. */
  List<Held> ended(String userId) {
    User user = users.get(userId);
    return user == null ? List.of() : user.ended;
  }

  /** True while the end of an earlier connection may still be on its way. */
  boolean isUnsettled(String userId, long now) {
    User user = users.get(userId);
    return user != null && now < user.unsettledUntil;
  }

  /** Everybody who ever connected. */
  Set<String> users() {
    return users.keySet();
  }

  State state(String userId) {
    List<Held> counting = connections(userId);
    if (counting.isEmpty()) {
      return State.OFFLINE;
    }
    for (Held connection : counting) {
      if (!connection.mayBeEnded) {
        return State.ONLINE;
      }
    }
    return State.EITHER;
  }

  PresenceStatus status(String userId) {
    List<Held> counting = connections(userId);
    if (counting.isEmpty()) {
      return PresenceStatus.OFFLINE;
    }
    boolean active =
        counting.stream().anyMatch(connection -> connection.activity == Activity.ACTIVE);
    return active && !user(userId).away ? PresenceStatus.ACTIVE : PresenceStatus.AWAY;
  }
}
