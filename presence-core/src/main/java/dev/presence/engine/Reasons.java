package dev.presence.engine;

import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.store.Registers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What led to the presence of one user, in sentences for people. Confined to the owner. */
final class Reasons {

  private final List<String> lines = new ArrayList<>();
  private final long now;

  /** Reasons at this time of the store's clock. */
  Reasons(long now) {
    this.now = now;
  }

  void connection(String nodeId, LocalConnection connection) {
    lines.add(
        "Connection %s at this node (%s), opened %s: %s%s."
            .formatted(
                connection.id(),
                nodeId,
                ago(connection.openedAt()),
                connection.activity() == Activity.ACTIVE ? "active" : "away",
                connection.phase() == LocalConnection.Phase.LOST
                    ? ", its socket was lost, and it counts until its grace is over"
                    : ""));
  }

  /**
   * What another node states.
   *
   * @param leaseLeft milliseconds until this node considers it gone
   */
  void entry(Peer peer, Entry entry, long leaseLeft) {
    lines.add(
        "Node %s states %s since %s, connected %s; its lease ends in %s without a sign of life%s."
            .formatted(
                peer.nodeId,
                entry.activity() == Activity.ACTIVE ? "active" : "away",
                ago(entry.since()),
                ago(entry.connectedAt()),
                seconds(leaseLeft),
                peer.draining ? ". It is draining: that counts only without another node" : ""));
  }

  void unread(Peer peer) {
    lines.add(
        "The users of node %s are not read yet, so this node may be missing a connection."
            .formatted(peer.nodeId));
  }

  void registers(Registers registers) {
    ManualStatus status = Manual.status(registers);
    if (Manual.statusTime(registers) > 0) {
      lines.add(
          "Manual status: %s, set %s%s."
              .formatted(status.kind(), ago(Manual.statusTime(registers)), end(status.until())));
    }
    Note note = Manual.note(registers);
    if (note != null) {
      lines.add("A note is set%s.".formatted(end(note.until())));
    }
    if (Manual.endedBefore(registers) > 0) {
      lines.add(
          "Set offline %s: connections opened before do not count."
              .formatted(ago(Manual.endedBefore(registers))));
    }
  }

  private String end(@Nullable Instant until) {
    if (until == null) {
      return ", without an end";
    }
    long left = until.toEpochMilli() - now;
    return left > 0 ? ", ends in " + seconds(left) : ", ended " + ago(until.toEpochMilli());
  }

  void nobody() {
    if (lines.isEmpty()) {
      lines.add("No node states a connection, and nothing is set manually.");
    }
  }

  void stale(boolean stale) {
    if (stale) {
      lines.add(
          "This view is stale: the store is not available, or was not read completely. Connections"
              + " at other nodes may be missing.");
    }
  }

  List<String> lines() {
    return lines;
  }

  private String ago(long time) {
    return time > now
        ? "in the future (the store's clock went back)"
        : seconds(now - time) + " ago";
  }

  private static String seconds(long millis) {
    Duration time = Duration.ofMillis(millis);
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
