package dev.presence.sample.faults;

import static dev.presence.sample.faults.Visitors.assertHistory;
import static dev.presence.sample.faults.Visitors.assertToldOnce;
import static dev.presence.sample.faults.Visitors.awaitSeen;
import static dev.presence.sample.faults.Visitors.idsOf;

import java.util.List;

/**
 * What visitors do that a store does not know any more when it comes back as it was before: one
 * takes back what was set by hand, one sets away, and one leaves.
 */
final class Undone {

  private final List<Visitor> viewers;
  private final Visitor takingBack;
  private final Visitor setting;
  private final Visitor leaving;

  /** Brings them to the nodes; all of them are in view when this returns. */
  Undone(List<NodeProcess> nodes, List<Visitor> viewers) {
    this.viewers = viewers;
    takingBack = Meanwhile.guest(nodes.get(0));
    setting = Meanwhile.guest(nodes.get(1));
    leaving = Meanwhile.guest(nodes.get(0));
    takingBack.say("setAway");
    awaitSeen(viewers, idsOf(List.of(takingBack)), "away");
    awaitSeen(viewers, idsOf(List.of(setting, leaving)), "active");
  }

  /** Makes the changes; everybody was shown them when this returns. */
  void happen() {
    takingBack.say("setActive");
    setting.say("setAway");
    leaving.say("leave");
    awaitSeen(viewers, idsOf(List.of(takingBack)), "active");
    awaitSeen(viewers, idsOf(List.of(setting)), "away");
    awaitSeen(viewers, idsOf(List.of(leaving)), "offline");
  }

  /** Nobody was shown more than that, from beginning to end; then they go. */
  void end() {
    assertHistory(viewers, idsOf(List.of(takingBack)), "active", "away", "active");
    assertHistory(viewers, idsOf(List.of(setting)), "active", "away");
    assertHistory(viewers, idsOf(List.of(leaving)), "active", "offline");
    assertToldOnce(viewers, idsOf(List.of(leaving)), "offline");
    takingBack.say("leave");
    setting.say("leave");
  }
}
