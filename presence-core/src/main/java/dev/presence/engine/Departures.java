package dev.presence.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes when users were last seen, if that is kept. The node that causes a departure writes at
 * once. Each other node that sees it looks a few seconds later, and writes if nobody has: the node
 * may have crashed. Confined to the owner.
 */
final class Departures {

  /** How long other nodes wait, and how much longer at most, so that they do not all write. */
  private static final long WAIT_MILLIS = 5_000;

  private static final int SPREAD_MILLIS = 2_000;

  private final Node node;
  private final Mailbox mailbox;
  private final RegisterSync registers;
  private final WorkspaceLink link;
  private final Consumer<Set<String>> refresh;

  /** Users who have departed, and when. */
  private Map<String, Long> seenElsewhere = new LinkedHashMap<>();

  Departures(
      Node node,
      Mailbox mailbox,
      RegisterSync registers,
      WorkspaceLink link,
      Consumer<Set<String>> refresh) {
    this.node = node;
    this.mailbox = mailbox;
    this.registers = registers;
    this.link = link;
    this.refresh = refresh;
  }

  /**
   * Others see now that a user is offline.
   *
   * @param here true when this node is the reason
   */
  void departed(String userId, boolean here) {
    if (node.options().lastSeen().isZero()) {
      return;
    }
    long now = link.storeTime();
    if (here) {
      registers.setSeen(userId, now);
      refresh.accept(Set.of(userId));
      return;
    }
    if (seenElsewhere.isEmpty()) {
      long wait = WAIT_MILLIS + node.runtime().random().nextInt(SPREAD_MILLIS);
      node.later(wait, mailbox, this::writeWhatIsMissing);
    }
    seenElsewhere.put(userId, now);
  }

  private void writeWhatIsMissing() {
    Map<String, Long> departed = seenElsewhere;
    seenElsewhere = new LinkedHashMap<>();
    departed.forEach(
        (user, time) -> {
          Instant known = Manual.lastSeen(registers.of(user), time, Long.MAX_VALUE / 2);
          if (known == null || known.toEpochMilli() + SPREAD_MILLIS + 60_000 < time) {
            registers.setSeen(user, time);
          }
        });
    refresh.accept(departed.keySet());
  }
}
