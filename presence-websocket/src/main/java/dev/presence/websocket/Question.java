package dev.presence.websocket;

import dev.presence.model.WorkspacePresence;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a socket waits for. Its fields belong to the {@link Room}. */
final class Question {

  enum Kind {
    /** The first snapshot. */
    JOIN,
    /** A snapshot as an answer. */
    SNAPSHOT,
    /** A result. */
    GET,
    /** A result, after which the states are known. */
    WATCH;

    boolean isResult() {
      return this == GET || this == WATCH;
    }
  }

  final Kind kind;
  final Viewer viewer;
  final Set<String> userIds;
  final @Nullable Long ref;

  /** What the tracker said last. */
  @Nullable WorkspacePresence found;

  Question(Kind kind, Viewer viewer, Set<String> userIds, @Nullable Long ref) {
    this.kind = kind;
    this.viewer = viewer;
    this.userIds = userIds;
    this.ref = ref;
  }

  /** True when this copy of the workspace tells what was found, or something newer. */
  boolean isToldBy(Replica replica) {
    WorkspacePresence it = found;
    return it != null
        && it.epoch().equals(replica.epoch())
        && (it.version() < replica.version()
            || (it.version() == replica.version() && replica.agreesWith(it, userIds)));
  }

  /** True when what was found is of a later state than this copy of the workspace. */
  boolean isAheadOf(Replica replica) {
    WorkspacePresence it = found;
    return it != null && (!it.epoch().equals(replica.epoch()) || it.version() > replica.version());
  }

  /** True when the store was out of reach as this was found. */
  boolean sawStale() {
    return found != null && found.stale();
  }

  long number() {
    return Objects.requireNonNull(ref);
  }
}
