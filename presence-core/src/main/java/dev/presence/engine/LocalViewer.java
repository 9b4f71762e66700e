package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceCounts;
import dev.presence.transport.Interest;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import dev.presence.transport.Visibility;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A viewer at this node. Any thread may call the methods of {@link Viewer}; everything else belongs
 * to the owner of the workspace.
 */
public final class LocalViewer implements Viewer {

  /** Whose turn it is. */
  private enum Turn {
    /** The viewer takes an event. */
    READY,
    /** The transport has an event. */
    BUSY,
    /** The transport has an event, and there is more for the viewer. */
    BUSY_WITH_MORE
  }

  private final Node node;
  private final String workspaceId;
  private final PresenceBroadcaster broadcaster;
  private final ViewerOptions options;
  private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.READY);
  private volatile boolean closed;

  // what follows is confined to the owner

  /** Whom the viewer may see. */
  private Visibility visibility;

  /** Null before it has joined and after it has left. */
  @Nullable ViewerGroup group;

  /** True while the viewer watches everyone; false while it watches by name only. */
  boolean everyone;

  /** The users that it watches by name. */
  Set<String> watched;

  /** Those of them whose state could not be sent, because it was unknown. */
  Set<String> unanswered = Set.of();

  /** The event that the transport was given last. */
  @Nullable PresenceEvent inFlight;

  /** The next event is a snapshot. */
  boolean snapshotDue = true;

  /** What the viewer knows of users who changed while it was busy; null when there is none. */
  private @Nullable Map<String, Presence> pending;

  /** Requests in order. */
  final Deque<ViewerRequest> requests = new ArrayDeque<>(0);

  /** What the viewer knows. */
  boolean knowsStale;

  PresenceCounts knownCounts = PresenceCounts.NONE;

  /** Up to which version of its group's counts the viewer knows them. */
  long countsVersion;

  /** The version of the last snapshot or update. */
  long version;

  public LocalViewer(
      Node node, String workspaceId, PresenceBroadcaster broadcaster, ViewerOptions options) {
    this.node = node;
    this.workspaceId = workspaceId;
    this.broadcaster = broadcaster;
    this.options = options;
    this.everyone = options.interest().isEveryone();
    this.watched = options.interest().userIds();
    this.visibility = options.visibility();
  }

  @Override
  public String workspaceId() {
    return workspaceId;
  }

  @Override
  public @Nullable String userId() {
    return options.userId();
  }

  @Override
  public @Nullable Object attachment() {
    return options.attachment();
  }

  @Override
  public void delivered() {
    if (!turn.compareAndSet(Turn.BUSY, Turn.READY)
        && turn.compareAndSet(Turn.BUSY_WITH_MORE, Turn.READY)) {
      submit(Audience::serve);
    }
  }

  /** The transport threw at this event: nobody knows what the client received. */
  public void failed(PresenceEvent event) {
    submit((audience, viewer) -> audience.restart(viewer, event));
  }

  @Override
  public void get(long ref, Set<String> userIds) {
    request(new ViewerRequest.Get(ref, userIds));
  }

  @Override
  public void watch(long ref, Interest interest) {
    request(new ViewerRequest.Watch(ref, interest));
  }

  @Override
  public void watch(long ref, Set<String> add, Set<String> remove) {
    request(new ViewerRequest.WatchMore(ref, Set.copyOf(add), Set.copyOf(remove)));
  }

  @Override
  public void list(long ref, @Nullable String after, int limit) {
    request(new ViewerRequest.Page(ref, after, limit));
  }

  private void request(ViewerRequest request) {
    submit(
        (audience, viewer) -> {
          viewer.requests.add(request);
          audience.serve(viewer);
        });
  }

  @Override
  public void setVisibility(Visibility value) {
    Objects.requireNonNull(value, "visibility");
    submit(
        (audience, viewer) -> {
          viewer.visibility = value;
          audience.regroup(viewer);
        });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      node.submit(workspaceId, owner -> owner.leaveView(this));
    }
  }

  private void submit(BiConsumer<Audience, LocalViewer> task) {
    if (!closed) {
      node.submit(workspaceId, owner -> owner.withAudience(task, this));
    }
  }

  // ---------------------------------------------------------------- for the owner

  boolean isClosed() {
    return closed;
  }

  PresenceBroadcaster broadcaster() {
    return broadcaster;
  }

  ViewerOptions options() {
    return options;
  }

  /** Takes the turn; if the transport has it, the viewer is served when it gives it back. */
  boolean takeTurn() {
    if (turn.compareAndSet(Turn.READY, Turn.BUSY)) {
      return true;
    }
    if (!turn.compareAndSet(Turn.BUSY, Turn.BUSY_WITH_MORE)) {
      return turn.compareAndSet(Turn.READY, Turn.BUSY); // it came back meanwhile
    }
    return false;
  }

  /** After the event that is being sent, another one may be due. */
  void expectMore() {
    turn.set(Turn.BUSY_WITH_MORE);
  }

  /** There was nothing to send. */
  void giveTurnBack() {
    turn.set(Turn.READY);
  }

  Visibility visibility() {
    return visibility;
  }

  /** True when an update may be sent as it is. */
  boolean isUpToDate() {
    return !snapshotDue && pending == null;
  }

  /** True when there is something to send, now or after the next update. */
  boolean hasMore() {
    return snapshotDue || pending != null || !requests.isEmpty();
  }

  /** Keeps changes for later, or a snapshot in place of too many of them. */
  void merge(List<PresenceChange> changes) {
    if (snapshotDue) {
      return;
    }
    Map<String, Presence> known = pending == null ? new LinkedHashMap<>() : pending;
    changes.forEach(change -> known.putIfAbsent(change.userId(), change.before()));
    pending = known;
    if (known.size() > options.pendingUsers()) {
      restart();
    }
  }

  /** The next event is a snapshot. */
  void restart() {
    snapshotDue = true;
    pending = null;
  }

  /** Takes what is pending: users and what the viewer knows of them. */
  Map<String, Presence> takePending() {
    Map<String, Presence> taken = pending;
    pending = null;
    return taken == null ? Map.of() : taken;
  }

  /** True when changes of this user go to the viewer, if it may see the user. */
  boolean watches(String userId, boolean partial) {
    return !partial || watched.contains(userId) || userId.equals(userId());
  }

  /** The users whose changes it receives by name: those that it watches, and its own. */
  Set<String> named() {
    Set<String> named = new LinkedHashSet<>(watched);
    String self = userId();
    if (self != null) {
      named.add(self);
    }
    return named;
  }
}
