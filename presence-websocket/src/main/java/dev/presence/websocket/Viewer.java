package dev.presence.websocket;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket as its {@link Room} sees it. Its fields belong to the room. */
final class Viewer {

  final String userId;
  final Outbox outbox;

  /** False until the room has sent the first snapshot. */
  boolean joined;

  /** Whose changes are sent; null for everybody. */
  @Nullable Set<String> watched;

  /** Of those watched, whose state was told already. */
  Set<String> told = Set.of();

  Viewer(String userId, Outbox outbox) {
    this.userId = userId;
    this.outbox = outbox;
  }

  boolean watches(String user) {
    return watched == null || watched.contains(user);
  }
}
