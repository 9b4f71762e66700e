package dev.presence.websocket;

import dev.presence.model.PresenceIds;
import dev.presence.transport.Visibility;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} decides: who the caller is, whom it may see and whether it may
 * observe, or why the socket is closed. Immutable.
 */
public final class Admission {

  private static final Admission UNAUTHENTICATED =
      new Admission(null, Visibility.everyone(), false);
  private static final Admission FORBIDDEN = new Admission(null, Visibility.everyone(), false);

  private final @Nullable String userId;
  private final Visibility visibility;
  private final boolean observer;

  private Admission(@Nullable String userId, Visibility visibility, boolean observer) {
    this.userId = userId;
    this.visibility = visibility;
    this.observer = observer;
  }

  /**
   * The caller is this user, and may see everyone in the workspace.
   *
   * @throws IllegalArgumentException when the id is not valid, see {@link PresenceIds}
   */
  public static Admission admitted(String userId) {
    return new Admission(PresenceIds.require("userId", userId), Visibility.everyone(), false);
  }

  /** The caller is not known: the socket is closed with 4401. */
  public static Admission unauthenticated() {
    return UNAUTHENTICATED;
  }

  /** The caller may not see this workspace: the socket is closed with 4403. */
  public static Admission forbidden() {
    return FORBIDDEN;
  }

  /** The same, but the caller sees these users only, and itself. Others look offline. */
  public Admission seeing(Visibility value) {
    return new Admission(userId, Objects.requireNonNull(value, "visibility"), observer);
  }

  /**
   * The same, and the caller may connect with {@code observe=true}: it sees others without being
   * present. Default: the socket of such a caller is closed with 4403.
   */
  public Admission mayObserve() {
    return new Admission(userId, visibility, true);
  }

  /** The user, or null if the caller is refused. */
  @Nullable String userId() {
    return userId;
  }

  Visibility visibility() {
    return visibility;
  }

  boolean isObserver() {
    return observer;
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
