package dev.presence.websocket.wire;

import org.jspecify.annotations.Nullable;

/** A frame that the endpoint sends on its own account; events of a workspace are the others. */
public sealed interface ServerMessage {

  /** The answer to a ping. */
  record Pong(long ref) implements ServerMessage {}

  /** A request that was refused. */
  record Error(ErrorCode code, String message, @Nullable Long ref) implements ServerMessage {}
}
