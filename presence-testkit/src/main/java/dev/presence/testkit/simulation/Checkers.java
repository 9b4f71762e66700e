package dev.presence.testkit.simulation;

import dev.presence.model.PresenceStatus;
import dev.presence.testkit.simulation.Truth.Held;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares all that is shown to all viewers, all the time, with what is really so. */
final class Checkers implements Viewer.Watch {

  /**
   * How long after an outage or a move of a user the order of messages may still show in what a
   * viewer sees.
   */
  private static final long LONG_AGO_MILLIS = 250_000;

  private static final long STORED_MILLIS = 5_000;
  private static final Duration MOVE = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A look is taken once a second, and what a viewer sees may be one look old. */
  private static final long LOOK_MILLIS = 2_000;

  private final Journal journal;
  private final Map<SimulatedNode, Map<String, Long>> ghosts = new HashMap<>();

  /** Whose link was open at the look before: a store that has just come back is not in contact. */
  private final Set<SimulatedNode> inReach = new HashSet<>();

  private @Nullable Cluster cluster;
  private final Map<String, Long> moving = new HashMap<>();
  private boolean ended;
  private boolean storeForgot;
  private long longestGhost;

  Checkers(Journal journal) {
    this.journal = journal;
  }

  void watch(Cluster watched) {
    cluster = watched;
    look();
  }

  /** Everybody is told to leave: nothing is judged from now on. */
  void watchEnds() {
    ended = true;
  }

  /** The store lost what it knew: from now on a ghost may live for two leases. */
  void storeForgot() {
    storeForgot = true;
    ghosts.clear();
  }

  long longestGhost() {
    return longestGhost;
  }

  // ---------------------------------------------------------------- never a false offline, never
  // twice the same

  @Override
  public void repeated(SimulatedNode node, String userId, PresenceStatus status) {
    violation(node + " was told twice in a row that " + userId + " is " + status);
  }

  @Override
  public void shown(
      SimulatedNode node, String userId, PresenceStatus before, PresenceStatus after) {
    if (after.isOnline() || cluster == null) {
      return;
    }
    Cluster run = cluster;
    Long moved = moving.get(userId);
    if (moved != null && run.now() < moved && run.isCalmFor(MOVE) && !node.isExcused(run.now())) {
      violation(node + " shows " + userId + " offline, who is moving to another node");
    }
    for (Held connection : run.truth.connections(userId)) {
      if (isFalse(run, node, connection)) {
        violation(node + " shows " + userId + " offline, who is connected to " + connection.node);
        return;
      }
    }
  }

  private boolean isFalse(Cluster run, SimulatedNode observer, Held connection) {
    if (connection.setOffline) {
      return false;
    }
    if (connection.node == observer) {
      return true;
    }
    if (connection.node.isExcused(run.now())) {
      return false;
    }
    if (!hasLostOne(run, connection.userId)) {
      return true; // nothing else of the user ended that could have been seen first
    }
    boolean stored = connection.syncedAt >= 0 && run.now() - connection.syncedAt >= STORED_MILLIS;
    return stored && run.isCalmFor(Duration.ofMillis(LONG_AGO_MILLIS));
  }

  /**
   * The user's node stops in order, and the user will be back on another one within the handover.
   */
  void moving(String userId) {
    moving.put(userId, Long.MAX_VALUE);
  }

  /** The user is back: for a moment more, nobody may have seen anything. */
  void arrived(String userId) {
    long until = cluster == null ? 0 : cluster.now() + STORED_MILLIS;
    moving.computeIfPresent(userId, (user, before) -> until);
  }

  /** The user left by itself meanwhile. */
  void gone(String userId) {
    moving.remove(userId);
  }

  private static boolean hasLostOne(Cluster run, String userId) {
    Long lastEnd = run.truth.lastEnd(userId);
    boolean ended = lastEnd != null && run.now() - lastEnd <= LONG_AGO_MILLIS;
    return ended
        || run.truth.connections(userId).stream()
            .anyMatch(connection -> connection.node.isExcused(run.now()));
  }

  // ---------------------------------------------------------------- no ghost for long

  private void look() {
    Cluster run = cluster;
    if (run == null || ended) {
      return;
    }
    for (SimulatedNode node : run.alive()) {
      if (node.process.isRunning()) {
        node.viewer.online().keySet().forEach(user -> lookAt(run, node, user));
      }
      if (node.link.isInReach()) {
        inReach.add(node);
      } else if (inReach.remove(node)) {
        takeBackALook(node);
      }
    }
    run.runtime.schedule(SECOND, this::look);
  }

  /** The link broke since the look before, and the last answer may have come before that. */
  private void takeBackALook(SimulatedNode node) {
    Map<String, Long> seen = ghosts.getOrDefault(node, new HashMap<>());
    seen.replaceAll((user, age) -> Math.max(0, age - SECOND.toMillis()));
  }

  private void lookAt(Cluster run, SimulatedNode node, String userId) {
    Map<String, Long> seen = ghosts.computeIfAbsent(node, key -> new HashMap<>());
    if (run.truth.isOnline(userId)) {
      seen.remove(userId);
    } else if (node.link.isInReach() && inReach.contains(node)) {
      long age = seen.merge(userId, SECOND.toMillis(), Long::sum);
      longestGhost = Math.max(longestGhost, age);
      long lease = run.leaseMillis();
      // a viewer whose own node was taken for dead begins to count when it is back, as after a loss
      boolean unsure = storeForgot || node.isExcused(run.now());
      long most = (unsure ? 2 * lease : lease) + 2_000 + LOOK_MILLIS;
      if (age == most / 1_000 * 1_000 + 1_000) {
        violation(node + " still shows " + userId + " after " + age / 1_000 + " s of contact");
      }
    }
  }

  // ---------------------------------------------------------------- after quiet, everybody agrees

  void everybodyAgrees(boolean registersAreOrdered) {
    Cluster run = cluster;
    if (run == null) {
      return;
    }
    Map<String, PresenceStatus> first = null;
    for (SimulatedNode node : run.alive()) {
      Map<String, PresenceStatus> shown = node.viewer.online();
      if (node.viewer.isStale()) {
        violation(node + " is still stale after the quiet");
      }
      first = first == null ? shown : first;
      if (!first.equals(shown)) {
        violation(node + " shows " + shown + " where another node shows " + first);
      }
      check(run, node, shown, registersAreOrdered);
    }
  }

  private void check(
      Cluster run,
      SimulatedNode node,
      Map<String, PresenceStatus> shown,
      boolean registersAreOrdered) {
    Set<String> users = new TreeSet<>(run.truth.users());
    users.addAll(shown.keySet());
    for (String user : users) {
      PresenceStatus is = shown.getOrDefault(user, PresenceStatus.OFFLINE);
      PresenceStatus should = run.truth.status(user);
      boolean agrees = registersAreOrdered ? is == should : is.isOnline() == should.isOnline();
      if (!agrees) {
        violation(node + " shows " + user + " " + is + " after the quiet, who is " + should);
      }
    }
  }

  void violation(String text) {
    journal.violation(cluster == null ? 0 : cluster.now(), text);
  }
}
