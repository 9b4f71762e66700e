package dev.presence.websocket.wire;

import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frame of a client. */
public sealed interface ClientMessage {

  /** What an answer refers to; null where the request had none. */
  @Nullable Long ref();

  /** This tab is visible and focused, or is not. */
  record Activity(boolean active, @Nullable Long ref) implements ClientMessage {}

  /** A manual status of the user. */
  record SetStatus(ManualStatus status, @Nullable Long ref) implements ClientMessage {}

  /** A status message of the user; null clears it. */
  record SetNote(@Nullable Note note, @Nullable Long ref) implements ClientMessage {}

  /** What this connection states of itself, a JSON object; null for nothing. */
  record SetData(@Nullable String json, @Nullable Instant until, @Nullable Long ref)
      implements ClientMessage {}

  /** Requests the presence of these users. */
  record Get(Long ref, Set<String> userIds) implements ClientMessage {}

  /** From now on send changes of these users only; of everyone for null. */
  record Watch(Long ref, @Nullable Set<String> userIds) implements ClientMessage {}

  /** Watch more users, and fewer. */
  record WatchMore(Long ref, Set<String> add, Set<String> remove) implements ClientMessage {}

  /** Requests a page of the online users, after this id. */
  record Page(Long ref, @Nullable String after, int limit) implements ClientMessage {}

  /** Is the server there? */
  record Ping(Long ref) implements ClientMessage {}

  /** Offline now. */
  record Leave(@Nullable Long ref) implements ClientMessage {}

  /** A frame that says nothing of the above; it is answered by this error. */
  record Malformed(ErrorCode code, String message, @Nullable Long ref) implements ClientMessage {}
}
