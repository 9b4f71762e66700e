package dev.presence.engine;

import dev.presence.model.OfflineEvent;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Calls handlers once per cluster when a user has been offline for some time. Each node that views
 * the workspace counts the time, and the first of them by id calls. The others remember the event
 * for one lease more: if the first node dies meanwhile, the next one calls. Confined to the owner.
 */
final class OfflineEvents {

  private static final long CHECK_MILLIS = 1_000;

  /** Since when a user is offline, and which handlers need nothing more. */
  private record Departed(long since, Set<OfflineHandler> done) {}

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final BooleanSupplier isFirst;
  private final Map<String, Departed> departed = new LinkedHashMap<>();
  private boolean waiting;

  /** Events of one workspace; {@code isFirst} says whether this node is the one that calls. */
  OfflineEvents(String workspaceId, Node node, Mailbox mailbox, BooleanSupplier isFirst) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.isFirst = isFirst;
  }

  void departed(String userId) {
    if (!node.offlineHandlers().isEmpty()) {
      departed.put(userId, new Departed(node.ticks(), new HashSet<>()));
      checkLater();
    }
  }

  void returned(String userId) {
    departed.remove(userId);
  }

  /** True while an event is due later, so that the view stays open for it. */
  boolean isWaiting() {
    return !departed.isEmpty();
  }

  private void checkLater() {
    if (!waiting) {
      waiting = true;
      node.later(CHECK_MILLIS, mailbox, this::check);
    }
  }

  private void check() {
    waiting = false;
    long now = node.ticks();
    boolean first = isFirst.getAsBoolean();
    Iterator<Map.Entry<String, Departed>> users = departed.entrySet().iterator();
    while (users.hasNext()) {
      Map.Entry<String, Departed> user = users.next();
      boolean over = true;
      for (OfflineHandler handler : node.offlineHandlers()) {
        long due = user.getValue().since() + handler.after().toMillis();
        over &= isDone(user.getKey(), user.getValue(), handler, now - due, first);
      }
      if (over) {
        users.remove();
      }
    }
    if (!departed.isEmpty() && !node.isStopped()) {
      checkLater();
    }
  }

  private boolean isDone(
      String userId, Departed user, OfflineHandler handler, long late, boolean first) {
    if (user.done().contains(handler)) {
      return true;
    }
    if (late < 0) {
      return false;
    }
    if (!first && late <= node.leaseMillis() + CHECK_MILLIS) {
      return false; // the first node calls, unless it is about to die
    }
    user.done().add(handler);
    if (first) {
      OfflineEvent event = OfflineEvent.of(workspaceId, userId, handler.after());
      node.runtime().executeCallback(() -> handler.call().accept(event));
    }
    return true;
  }
}
