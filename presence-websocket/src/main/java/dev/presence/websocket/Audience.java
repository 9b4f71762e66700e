package dev.presence.websocket;

import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.websocket.wire.ServerMessage;
import dev.presence.websocket.wire.WireCodec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a {@link Room}, and what is put into their outboxes. Confined to the room; it
 * sends what was put in by {@link #takeTouched} when it holds no lock.
 */
final class Audience {

  private final String workspaceId;
  private final Replica replica;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private List<Outbox> touched = new ArrayList<>();

  Audience(String workspaceId, Replica replica) {
    this.workspaceId = workspaceId;
    this.replica = replica;
  }

  void add(Viewer viewer) {
    viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  boolean isEmpty() {
    return viewers.isEmpty();
  }

  /** Tells everybody what is new; it is encoded once, if at all. */
  void tell(PresenceUpdate news) {
    Supplier<String> shared = Once.of(() -> Outbox.encode(news));
    for (Viewer viewer : viewers) {
      if (viewer.joined) {
        if (viewer.watched == null) {
          viewer.outbox.update(news, shared, () -> snapshotFor(viewer, null));
        } else {
          PresenceUpdate part = partOf(news, viewer);
          viewer.outbox.update(part, () -> Outbox.encode(part), () -> snapshotFor(viewer, null));
        }
        touched.add(viewer.outbox);
      }
    }
  }

  private static PresenceUpdate partOf(PresenceUpdate news, Viewer viewer) {
    List<PresenceChange> changes =
        news.changes().stream().filter(change -> viewer.watches(change.userId())).toList();
    return PresenceUpdate.of(
        news.workspaceId(), news.epoch(), news.version(), news.stale(), changes);
  }

  /** Another view has begun: everybody starts again from a snapshot. */
  void restart() {
    viewers.stream().filter(viewer -> viewer.joined).forEach(this::restart);
  }

  /** The viewer starts from a snapshot. */
  void restart(Viewer viewer) {
    viewer.joined = true;
    viewer.outbox.snapshot(snapshotFor(viewer, null), replica.epoch(), replica.stale());
    touched.add(viewer.outbox);
  }

  /** Answers with a snapshot. */
  void sendSnapshot(Viewer viewer, @Nullable Long ref) {
    send(viewer, snapshotFor(viewer, ref));
  }

  void send(Viewer viewer, ServerMessage answer) {
    send(viewer, WireCodec.encode(answer));
  }

  private void send(Viewer viewer, String answer) {
    viewer.outbox.answer(answer);
    touched.add(viewer.outbox);
  }

  private String snapshotFor(Viewer viewer, @Nullable Long ref) {
    return WireCodec.encode(
        new ServerMessage.Snapshot(
            workspaceId,
            viewer.userId,
            replica.epoch(),
            replica.version(),
            replica.stale(),
            replica.encodedMembers(),
            ref));
  }

  /** The outboxes that something was put into since the last call. */
  List<Outbox> takeTouched() {
    List<Outbox> taken = touched;
    touched = new ArrayList<>();
    return taken;
  }
}
