package dev.presence.websocket.wire;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame to a client. */
public sealed interface ServerMessage {

  /**
   * Everybody who is online.
   *
   * @param stale true when absent users is unknown, and not offline
   * @param members encoded by {@link WireCodec#members}, so that it is done once for all sockets
   * @param ref of the {@code presence:watch} that it answers, if it does
   */
  record Snapshot(
      String workspaceId,
      String userId,
      String epoch,
      long version,
      boolean stale,
      String members,
      @Nullable Long ref)
      implements ServerMessage {}

  /** Statuses that changed. */
  record Update(long version, List<PresenceChange> changes) implements ServerMessage {}

  /** The answer to a request; in the order of the map. */
  record Result(long ref, Map<String, Presence> members) implements ServerMessage {}

  /** The server has lost the shared store, or has it again. */
  record Stale(boolean stale) implements ServerMessage {}

  /** The answer to a ping. */
  record Pong(long ref) implements ServerMessage {}

  /** A request that was refused. */
  record Error(ErrorCode code, String message, @Nullable Long ref) implements ServerMessage {}
}
