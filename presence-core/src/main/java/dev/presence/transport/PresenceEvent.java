package dev.presence.transport;

import dev.presence.model.Presence;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Viewer} receives. Immutable; viewers that receive the same share one object.
 *
 * <p>The tracker creates events and transports read them. Later versions may add components and
 * kinds: read components by their accessors, and ignore kinds that you do not know.
 */
public sealed interface PresenceEvent {

  /**
   * What the viewer sees, from the beginning; replaces all earlier events. The first event, and
   * sent again whenever the client must start over.
   *
   * @param workspace everyone online whom the viewer may see and watches, and its own user
   * @param counts how many visible users are online
   * @param partial true when users who are not listed are unknown, because the workspace is too
   *     large or the viewer watches by name. Users that it watches by name are known: while {@code
   *     workspace} is not stale, those who are not listed are offline
   * @param ref of the request that it answers; null if none
   */
  record Snapshot(
      WorkspacePresence workspace, PresenceCounts counts, boolean partial, @Nullable Long ref)
      implements PresenceEvent {}

  /** Statuses changed; never empty, and never what this viewer has already received. */
  record Update(PresenceUpdate update) implements PresenceEvent {}

  /** The number of visible users changed; at most once per second, for partial viewers only. */
  record Counts(PresenceCounts counts) implements PresenceEvent {}

  /**
   * Answers {@code get} and {@code watch}.
   *
   * @param users each requested user exactly once, in the order of the request
   */
  record Result(long ref, Map<String, Presence> users) implements PresenceEvent {}

  /**
   * Answers {@code list}.
   *
   * @param users online users in the order of the list
   * @param next where the next page begins; null on the last page
   */
  record Page(long ref, Map<String, Presence> users, @Nullable String next)
      implements PresenceEvent {}

  /** While true, users who are not listed are unknown, because the store is not available. */
  record Stale(boolean stale) implements PresenceEvent {}

  /** A request was refused. */
  record Refused(long ref, Reason reason) implements PresenceEvent {}

  /** Why a request was refused. */
  enum Reason {
    /**
     * It is unknown whether a requested user is online while the store is not available. A watch is
     * in force nevertheless; request the users again when the view is no longer stale.
     */
    UNAVAILABLE,
    /** More users than {@link ViewerOptions#watchLimit()} would be watched; nothing changed. */
    TOO_MANY_WATCHED
  }
}
