package dev.presence.websocket.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frame of a client. */
public sealed interface ClientMessage {

  /** What an answer refers to; null where the request had none. */
  @Nullable Long ref();

  /** This tab is visible and focused, or is not. */
  record Activity(boolean active, @Nullable Long ref) implements ClientMessage {}

  /** By hand: away ({@code away}), or back to automatic. */
  record ManualAway(boolean away, @Nullable Long ref) implements ClientMessage {}

  /** Asks for the statuses of these users. */
  record Get(Long ref, Set<String> userIds) implements ClientMessage {}

  /** From now on only changes of these users, or of everybody. */
  record Watch(Long ref, @Nullable Set<String> userIds) implements ClientMessage {}

  /** Is the server there? */
  record Ping(Long ref) implements ClientMessage {}

  /** Offline now. */
  record Leave(@Nullable Long ref) implements ClientMessage {}

  /** A frame that says nothing of the above; it is answered by this error. */
  record Malformed(ErrorCode code, String message, @Nullable Long ref) implements ClientMessage {}
}
