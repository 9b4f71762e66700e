package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.assertHistory;
import static dev.presence.sample.faults.Visitors.assertToldOnce;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static dev.presence.sample.faults.Visitors.idsOf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What visitors of all nodes do while something is broken: on each node somebody comes, somebody
 * leaves, somebody turns to another window, and somebody sets away by hand. Everybody must be shown
 * that afterwards, and nothing else.
 */
final class Meanwhile {

  private static final AtomicInteger LAST_GUEST = new AtomicInteger(100);

  private final List<NodeProcess> nodes;
  private final List<Visitor> viewers;
  private final List<Visitor> leaving = new ArrayList<>();
  private final List<Visitor> turning = new ArrayList<>();
  private final List<Visitor> setting = new ArrayList<>();
  private final List<Visitor> coming = new ArrayList<>();
  private long done;

  /** Brings everybody who is needed to the nodes; all of them are in view when this returns. */
  Meanwhile(List<NodeProcess> nodes, List<Visitor> viewers) {
    this.nodes = nodes;
    this.viewers = viewers;
    for (NodeProcess node : nodes) {
      leaving.add(guest(node));
      turning.add(guest(node));
      setting.add(guest(node));
    }
    for (List<Visitor> guests : List.of(leaving, turning, setting)) {
      awaitSeen(viewers, idsOf(guests), "active");
    }
  }

  /** Somebody who was not there before. */
  static Visitor guest(NodeProcess node) {
    return Visitor.open(node, "u" + LAST_GUEST.incrementAndGet());
  }

  /** Makes the changes. */
  void happen() {
    nodes.forEach(node -> coming.add(guest(node)));
    leaving.forEach(visitor -> visitor.say("leave"));
    turning.forEach(visitor -> visitor.setActivity(false));
    setting.forEach(visitor -> visitor.say("setAway"));
    done = Visitor.CLOCK.ticks();
  }

  /** Waits until everybody is shown all of it; says when, counted from {@code since}. */
  void awaitSeenByAll(String afterWhat, long since) {
    awaitSeen(viewers, idsOf(coming), "active");
    awaitSeen(viewers, idsOf(leaving), "offline");
    awaitSeen(viewers, idsOf(turning), "away");
    awaitSeen(viewers, idsOf(setting), "away");
    long now = Visitor.CLOCK.ticks();
    Report.of(
        afterWhat,
        "%.2f s, %.2f s after they were made"
            .formatted((now - since) / 1000.0, (now - done) / 1000.0));
  }

  /** Nobody was shown more than that, from beginning to end; then the guests go. */
  void end() {
    assertHistory(viewers, idsOf(coming), "active");
    assertHistory(viewers, idsOf(leaving), "active", "offline");
    assertToldOnce(viewers, idsOf(leaving), "offline");
    assertHistory(viewers, idsOf(turning), "active", "away");
    assertHistory(viewers, idsOf(setting), "active", "away");
    for (List<Visitor> guests : List.of(turning, setting, coming)) {
      guests.forEach(visitor -> visitor.say("leave"));
    }
  }
}
