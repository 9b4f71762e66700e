package dev.presence;

import dev.presence.engine.LocalConnection;
import dev.presence.engine.LocalViewer;
import dev.presence.model.Activity;
import dev.presence.model.Explanation;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.model.Presence;
import dev.presence.model.PresenceIds;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceStatus;
import dev.presence.model.StoreUnavailableException;
import dev.presence.model.WorkspacePresence;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A handle to one workspace of a tracker. It has no state and is cheap to create.
 *
 * <p>Methods return at once and may be called by any thread. They throw {@code
 * IllegalArgumentException} for an invalid id (see {@link PresenceIds}) and {@code
 * IllegalStateException} after the tracker was closed. {@link #connect}, {@link #snapshot}, {@link
 * #open}, {@link #subscribe} and {@link #join} throw it from the start of {@link
 * PresenceTracker#drain} on.
 *
 * <p>Futures of reads fail with {@link StoreUnavailableException} after {@link
 * dev.presence.model.PresenceOptions#storeTimeout()} at the latest. Futures of writes complete when
 * the store has the change, however long that takes. They fail only if the tracker is closed
 * before.
 */
public final class Workspace {

  private final PresenceTracker tracker;
  private final String id;

  Workspace(PresenceTracker tracker, String id) {
    this.tracker = tracker;
    this.id = PresenceIds.require("workspaceId", id);
  }

  public String id() {
    return id;
  }

  /** True while the shard of the store that keeps this workspace answers. Returns at once. */
  public boolean isStoreConnected() {
    return tracker.node().link().isInContact(id);
  }

  /** Connects an active tab or device of the user. */
  public PresenceConnection connect(String userId) {
    return connect(userId, ConnectOptions.of(Activity.ACTIVE));
  }

  /** Connects a tab or device of the user that is active or away at first. */
  public PresenceConnection connect(String userId, Activity activity) {
    return connect(userId, ConnectOptions.of(activity));
  }

  /**
   * Connects a tab or device of the user. Never fails or blocks because the store is away: members
   * at this node see the user at once, those at others as soon as the store is back.
   */
  public PresenceConnection connect(String userId, ConnectOptions options) {
    LocalConnection connection =
        new LocalConnection(
            tracker.node().newId(),
            PresenceIds.require("userId", userId),
            options.activity(),
            options.refreshWithin(),
            tracker.node().runtime().ticks());
    return tracker.register(id, connection);
  }

  /** The same as {@link #setStatus} with {@link ManualStatus#away()}. */
  public CompletableFuture<Void> setAway(String userId) {
    return setStatus(userId, ManualStatus.away());
  }

  /** The same as {@link #setStatus} with {@link ManualStatus#automatic()}. */
  public CompletableFuture<Void> setActive(String userId) {
    return setStatus(userId, ManualStatus.automatic());
  }

  /**
   * Sets the user's status manually, over all tabs, servers and reconnects, until it is replaced or
   * ends. Of two that are set on different devices, the later one counts.
   */
  public CompletableFuture<Void> setStatus(String userId, ManualStatus status) {
    Objects.requireNonNull(status, "status");
    return write(userId, (owner, stored) -> owner.setStatus(userId, status, stored));
  }

  /** Sets the user's status message, until it is replaced, cleared or ends. */
  public CompletableFuture<Void> setNote(String userId, Note note) {
    Objects.requireNonNull(note, "note");
    return write(userId, (owner, stored) -> owner.setNote(userId, note, stored));
  }

  /** Clears the user's status message. */
  public CompletableFuture<Void> clearNote(String userId) {
    return write(userId, (owner, stored) -> owner.setNote(userId, null, stored));
  }

  /**
   * Removes what is kept of the user in this workspace, on all nodes: manual status, note and when
   * the user was last seen. For privacy: call it when an account is deleted. The id itself stays in
   * the store until {@link dev.presence.model.PresenceOptions#manualStatusTtl()} is over.
   */
  public CompletableFuture<Void> forget(String userId) {
    return write(userId, (owner, stored) -> owner.forget(userId, stored));
  }

  /**
   * Ends all connections of the user, on all nodes, and clears the manual status. A connection that
   * is opened afterwards counts again.
   */
  public CompletableFuture<Void> setOffline(String userId) {
    return write(userId, (owner, stored) -> owner.setOffline(userId, stored));
  }

  /** The status of one user. */
  public CompletableFuture<PresenceStatus> getStatus(String userId) {
    return getPresence(List.of(userId))
        .thenApply(found -> found.getOrDefault(userId, Presence.OFFLINE).status());
  }

  /**
   * The presence of these users; every id that was asked for is in the map. Answered from this
   * node's view where it has one, else from the store in one go. Fails with {@link
   * StoreUnavailableException} when somebody is not known to be online while the store is out of
   * reach: such a user is unknown, not offline.
   */
  public CompletableFuture<Map<String, Presence>> getPresence(Collection<String> userIds) {
    List<String> asked = List.copyOf(userIds);
    return read(asked)
        .thenApply(
            found -> {
              Map<String, Presence> result = new LinkedHashMap<>();
              for (String userId : asked) {
                Presence presence = found.presenceOf(userId);
                if (found.stale() && !presence.isOnline()) {
                  throw new StoreUnavailableException(
                      "whether user \""
                          + userId
                          + "\" is online in workspace \""
                          + id
                          + "\" is unknown while the presence store is out of reach",
                      null);
                }
                result.put(userId, presence);
              }
              return result;
            });
  }

  private CompletableFuture<WorkspacePresence> read(Collection<String> userIds) {
    List<String> asked = List.copyOf(userIds);
    asked.forEach(userId -> PresenceIds.require("userId", userId));
    tracker.requireNotClosed();
    return tracker.handedOff(tracker.node().read(id, asked));
  }

  /**
   * Why a user is shown as it is, as this node sees it: for operators and support. Makes this node
   * view the workspace.
   */
  public CompletableFuture<Explanation> explain(String userId) {
    PresenceIds.require("userId", userId);
    tracker.requireOpen();
    CompletableFuture<Explanation> answer = new CompletableFuture<>();
    tracker.node().submit(id, owner -> owner.explain(userId, answer));
    return tracker.handedOff(answer);
  }

  /** Everyone who is online, as published last; makes this node view the workspace. */
  public CompletableFuture<WorkspacePresence> snapshot() {
    tracker.requireOpen();
    CompletableFuture<WorkspacePresence> answer = new CompletableFuture<>();
    tracker.node().submit(id, owner -> owner.readAll(answer));
    return tracker.handedOff(answer);
  }

  /** A live view for server code, whose reads need no store and no waiting. Close it in the end. */
  public PresenceView open() {
    tracker.requireOpen();
    return new PresenceView(id, tracker.node());
  }

  /** Calls the listener with everyone who is online, and with every change from then on. */
  public Subscription subscribe(PresenceListener listener) {
    PresenceBroadcaster calls = new ListenerCalls(Objects.requireNonNull(listener, "listener"));
    return join(calls, ViewerOptions.withoutUser().pendingUsers(Integer.MAX_VALUE).build())::close;
  }

  /**
   * Events of this workspace as a reactive stream, for Reactor, RxJava, Mutiny and others. Each
   * subscriber is a viewer with these options. While it requests nothing, changes are merged.
   */
  public Flow.Publisher<PresenceEvent> events(ViewerOptions options) {
    return new EventPublisher(this, Objects.requireNonNull(options, "options"));
  }

  /** Adds a viewer: from now on the transport is called with what this client should receive. */
  public Viewer join(PresenceBroadcaster transport, ViewerOptions options) {
    tracker.requireOpen();
    LocalViewer viewer =
        new LocalViewer(
            tracker.node(),
            id,
            Objects.requireNonNull(transport, "transport"),
            Objects.requireNonNull(options, "options"));
    tracker.node().submit(id, owner -> owner.joinView(viewer));
    return viewer;
  }

  private CompletableFuture<Void> write(String userId, Write write) {
    PresenceIds.require("userId", userId);
    tracker.requireNotClosed();
    CompletableFuture<Void> stored = new CompletableFuture<>();
    tracker.node().submit(id, owner -> write.run(owner, stored));
    return tracker.handedOff(stored);
  }

  @FunctionalInterface
  private interface Write {
    void run(dev.presence.engine.WorkspaceOwner owner, CompletableFuture<Void> stored);
  }
}
