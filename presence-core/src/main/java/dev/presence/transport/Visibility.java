package dev.presence.transport;

import java.util.Set;

/**
 * Whom a {@link Viewer} may see. A hidden user looks exactly like one who is offline: in snapshots,
 * updates, counts, pages and answers. A viewer always sees its own user.
 *
 * <p>Viewers whose visibilities are equal share events, so an implementation of your own should
 * define {@code equals} and {@code hashCode}; the ones from this interface do. It is called for
 * each change while the workspace waits: it must be fast and must not block. If it throws, the user
 * is hidden.
 */
@FunctionalInterface
public interface Visibility {

  /** True if the viewer may see this user. */
  boolean sees(String userId);

  /** Everyone is visible. */
  static Visibility everyone() {
    return Listed.EVERYONE;
  }

  /** Only these users are visible. */
  static Visibility only(Set<String> userIds) {
    return new Listed(Set.copyOf(userIds), true);
  }

  /** Everyone but these users is visible. */
  static Visibility except(Set<String> userIds) {
    return userIds.isEmpty() ? Listed.EVERYONE : new Listed(Set.copyOf(userIds), false);
  }
}
