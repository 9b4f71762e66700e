package dev.presence.transport;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose changes a {@link Viewer} receives. Every viewer also receives those of its own user.
 * Immutable.
 */
public final class Interest {

  private static final Interest EVERYONE = new Interest(null);
  private static final Interest NOBODY = new Interest(Set.of());

  private final @Nullable Set<String> userIds;

  private Interest(@Nullable Set<String> userIds) {
    this.userIds = userIds;
  }

  /** Everyone in the workspace, while at most {@link ViewerOptions#fullListLimit()} are online. */
  public static Interest everyone() {
    return EVERYONE;
  }

  /** These users, and the number of users who are online. */
  public static Interest users(Set<String> userIds) {
    return new Interest(Set.copyOf(userIds));
  }

  /** Only the number of users who are online. */
  public static Interest counts() {
    return NOBODY;
  }

  /** True for {@link #everyone()}. */
  public boolean isEveryone() {
    return userIds == null;
  }

  /** The users that were named; empty for {@link #everyone()}. */
  public Set<String> userIds() {
    return userIds == null ? Set.of() : userIds;
  }
}
