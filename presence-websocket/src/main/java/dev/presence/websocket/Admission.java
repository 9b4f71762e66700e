package dev.presence.websocket;

import dev.presence.model.PresenceIds;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} decides: who the caller is, or why the socket is closed. Immutable.
 */
public final class Admission {

  private static final Admission UNAUTHENTICATED = new Admission(null);
  private static final Admission FORBIDDEN = new Admission(null);

  private final @Nullable String userId;

  private Admission(@Nullable String userId) {
    this.userId = userId;
  }

  /**
   * The caller is this user, and may see the workspace.
   *
   * @throws IllegalArgumentException when the id is not valid, see {@link PresenceIds}
   */
  public static Admission admitted(String userId) {
    return new Admission(PresenceIds.require("userId", userId));
  }

  /** The caller is not known: the socket is closed with 4401. */
  public static Admission unauthenticated() {
    return UNAUTHENTICATED;
  }

  /** The caller may not see this workspace: the socket is closed with 4403. */
  public static Admission forbidden() {
    return FORBIDDEN;
  }

  /** The user, or null if the caller is refused. */
  @Nullable String userId() {
    return userId;
  }

  boolean isForbidden() {
    return this == FORBIDDEN;
  }

  @Override
  public String toString() {
    if (userId != null) {
      return "Admission[admitted " + userId + "]";
    }
    return isForbidden() ? "Admission[forbidden]" : "Admission[unauthenticated]";
  }
}
