package dev.presence.transport;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that sees one workspace, from {@code Workspace.join} until {@link #close()}. Its first
 * event is a {@link PresenceEvent.Snapshot}. Answers to requests are events in the same order, so
 * no answer is older than an update before it.
 *
 * <p>Methods return at once, may be called by any thread, and do nothing once the viewer is closed.
 * Each request has a {@code ref} that its answer repeats.
 */
public interface Viewer {

  /** Which workspace. */
  String workspaceId();

  /** Who looks; null for a viewer without a user. */
  @Nullable String userId();

  /** What {@link ViewerOptions.Builder#attachment} was given: the transport's own client object. */
  @Nullable Object attachment();

  /**
   * The event that {@code deliver} was called with last was sent: the viewer takes the next one.
   * Called once per event, also for events that the transport ignores, by any thread and also from
   * within {@code deliver}. While it is not called, the viewer receives nothing.
   */
  void delivered();

  /**
   * Requests the presence of these users. The answer is a {@link PresenceEvent.Result}, or a {@link
   * PresenceEvent.Refused} while it is unknown whether all of them are online.
   */
  void get(long ref, Set<String> userIds);

  /**
   * Replaces the interest. The answer is a {@link PresenceEvent.Snapshot} for everyone, else a
   * {@link PresenceEvent.Result} with the users that were not watched before.
   */
  void watch(long ref, Interest interest);

  /**
   * Adds and removes watched users. A viewer that watches everyone keeps them for the time when the
   * workspace is too large for that. The answer is a {@link PresenceEvent.Result} with the users
   * that were not watched before.
   */
  void watch(long ref, Set<String> add, Set<String> remove);

  /**
   * Requests a page of the users who are online, in the order of their ids. The answer is a {@link
   * PresenceEvent.Page}.
   *
   * @param after where the page begins: the {@link PresenceEvent.Page#next()} of the page before;
   *     null for the first page
   * @param limit how many users the page has at most
   */
  void list(long ref, @Nullable String after, int limit);

  /**
   * Changes whom the viewer may see, at once. If that makes a difference, a {@link
   * PresenceEvent.Snapshot} follows.
   */
  void setVisibility(Visibility visibility);

  /**
   * Ends the view. At most one call that is under way still delivers to it. A transport closes the
   * viewer of each client that is gone; a {@code PresenceConnection} of the same client is
   * separate, and ends by its own call.
   */
  void close();
}
