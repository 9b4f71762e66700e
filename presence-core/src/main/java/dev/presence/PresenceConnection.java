package dev.presence;

import dev.presence.engine.LocalConnection;
import dev.presence.engine.Node;
import dev.presence.engine.WorkspaceOwner;
import dev.presence.model.Activity;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open tab or device of a user in one workspace. A user is online while at least one connection
 * counts, on any node.
 *
 * <p>Methods return at once, may be called by any thread, and do nothing once the connection has
 * ended; what they do is in the order of the calls.
 */
public final class PresenceConnection implements AutoCloseable {

  /** How long the data of a connection may be, in UTF-16 units. */
  public static final int LONGEST_DATA = 512;

  /** Why a connection ended. */
  public enum End {
    /** {@link #leave()} or {@link #close()}. */
    LEFT,
    /**
     * {@link #disconnected()}, or no heartbeat in time, and the grace is over. The user may be back
     * by then, on a connection of its own.
     */
    DISCONNECTED,
    /** {@link Workspace#setOffline} for the user, on any node. */
    SET_OFFLINE,
    /** The tracker was closed. */
    TRACKER_CLOSED
  }

  private final Node node;
  private final String workspaceId;
  private final LocalConnection connection;

  PresenceConnection(Node node, String workspaceId, LocalConnection connection) {
    this.node = node;
    this.workspaceId = workspaceId;
    this.connection = connection;
  }

  /**
   * Names the connection at this node; not to be guessed by others. {@link
   * PresenceTracker#connection} finds it again.
   */
  public String id() {
    return connection.id();
  }

  public String workspaceId() {
    return workspaceId;
  }

  public String userId() {
    return connection.userId();
  }

  /** Says whether this tab is in use or hidden. */
  public void setActivity(Activity activity) {
    Objects.requireNonNull(activity, "activity");
    submit(owner -> owner.setActivity(connection, activity));
  }

  /**
   * States something of this tab or device to viewers that ask for it, such as {@code
   * {"page":"pricing"}} or {@code {"typing":true}}. It ends with the connection.
   *
   * @param json a JSON object of at most {@value #LONGEST_DATA} UTF-16 units, without line breaks;
   *     null for nothing. The library does not look inside
   * @param until when it ends, on the store's clock; null if it does not end before the connection
   * @throws IllegalArgumentException if the text is too long or does not look like an object
   */
  public void setData(@Nullable String json, @Nullable Instant until) {
    if (json != null
        && (json.length() > LONGEST_DATA
            || !json.startsWith("{")
            || !json.endsWith("}")
            || json.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException(
          "data has "
              + json.length()
              + " units; it must be a JSON object of at most "
              + LONGEST_DATA
              + " units on one line");
    }
    submit(owner -> owner.setData(connection, json, until));
  }

  /**
   * For connections that must be {@linkplain ConnectOptions#refreshedWithin refreshed}: this one is
   * still there. Changes no status and never revives.
   *
   * @return false when the connection was lost or has ended: the client connects again
   */
  public boolean heartbeat() {
    return connection.refresh(node.runtime().ticks());
  }

  /** True until the connection is lost or ended. */
  public boolean isOpen() {
    return connection.phase() == LocalConnection.Phase.OPEN;
  }

  /** The user left: offline at once, unless another connection counts. */
  public void leave() {
    submit(owner -> owner.leave(connection));
  }

  /**
   * The socket was lost: the connection counts until the grace is over, so that a reload is seen by
   * nobody.
   */
  public void disconnected() {
    submit(owner -> owner.lose(connection));
  }

  /**
   * Completes when the store has everything that was said here until now; not while the store is
   * away. Fails when the tracker is closed before that.
   */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    submit(owner -> owner.whenStored(stored));
    return Handoff.of(stored, node.runtime());
  }

  /** Completes, on any thread, when the connection counts no more. */
  public CompletableFuture<End> ended() {
    return Handoff.of(connection.ended(), node.runtime()).thenApply(end -> End.valueOf(end.name()));
  }

  /** The same as {@link #leave()}. */
  @Override
  public void close() {
    leave();
  }

  private void submit(Consumer<WorkspaceOwner> task) {
    node.submit(workspaceId, task);
  }
}
