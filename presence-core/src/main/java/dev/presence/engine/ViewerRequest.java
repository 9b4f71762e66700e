package dev.presence.engine;

import dev.presence.transport.Interest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a viewer requested, until it is answered. */
sealed interface ViewerRequest {

  long ref();

  /** The presence of these users. */
  record Get(long ref, Set<String> userIds) implements ViewerRequest {}

  /** Another interest. */
  record Watch(long ref, Interest interest) implements ViewerRequest {}

  /** More and fewer watched users. */
  record WatchMore(long ref, Set<String> add, Set<String> remove) implements ViewerRequest {}

  /** A page of the users who are online. */
  record Page(long ref, @Nullable String after, int limit) implements ViewerRequest {}
}
