package dev.presence.engine;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When manual statuses and notes of a workspace end. Each node ends them by itself, at the same
 * time of the store's clock, without a call to the store. Confined to the owner.
 */
final class Expiries {

  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final Consumer<Set<String>> refresh;
  private final Map<String, Long> ends = new HashMap<>();
  private @Nullable Scheduled alarm;
  private long alarmAt = StatusRule.FOREVER;

  /** Refreshes the presence of users when it may have ended. */
  Expiries(Node node, Mailbox mailbox, WorkspaceLink link, Consumer<Set<String>> refresh) {
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.refresh = refresh;
  }

  /** The presence of this user must be decided again at this time. */
  void set(String userId, long end) {
    if (end == StatusRule.FOREVER) {
      ends.remove(userId);
      return;
    }
    ends.put(userId, end);
    if (end < alarmAt) {
      schedule(end);
    }
  }

  private void schedule(long end) {
    close();
    alarmAt = end;
    long millis = Math.max(0, end - link.storeTime());
    alarm = node.later(millis, mailbox, this::check);
  }

  /** Refreshes those that have ended by now. */
  void check() {
    close();
    long now = link.storeTime();
    Set<String> over = new HashSet<>();
    ends.forEach(
        (user, end) -> {
          if (end <= now) {
            over.add(user);
          }
        });
    ends.keySet().removeAll(over);
    refresh.accept(over);
    ends.values().stream().min(Long::compare).ifPresent(this::schedule);
  }

  void close() {
    alarmAt = StatusRule.FOREVER;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
