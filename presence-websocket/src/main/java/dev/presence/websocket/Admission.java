package dev.presence.websocket;

import dev.presence.model.PresenceIds;

/**
 * What an {@link Authenticator} decides: who the caller is, or why the socket is closed. Immutable.
 */
public sealed interface Admission {

  /** The caller is this user, and may see the workspace. */
  record Admitted(String userId) implements Admission {
    public Admitted {
      PresenceIds.require("userId", userId);
    }
  }

  /** The caller may not have a socket. */
  enum Refused implements Admission {
    /** Nobody knows who the caller is: the socket is closed with 4401. */
    UNAUTHENTICATED,
    /** The caller may not see this workspace: the socket is closed with 4403. */
    FORBIDDEN
  }

  /**
   * The caller is this user, and may see the workspace.
   *
   * @throws IllegalArgumentException when the id is no id, see {@link PresenceIds}
   */
  static Admission admitted(String userId) {
    return new Admitted(userId);
  }

  /** Nobody knows who the caller is: the socket is closed with 4401. */
  static Admission unauthenticated() {
    return Refused.UNAUTHENTICATED;
  }

  /** The caller may not see this workspace: the socket is closed with 4403. */
  static Admission forbidden() {
    return Refused.FORBIDDEN;
  }
}
