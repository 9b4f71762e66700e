package dev.presence.redis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of Redis that belongs to one application: all its keys and channels begin with its
 * namespace and a colon. A namespace has no colon, so no name of one namespace is a name of another
 * one, and the pattern {@code namespace:*} covers exactly the names of one.
 *
 * @param namespace 1 to 64 letters, digits and {@code - . _}
 */
record KeySpace(String namespace) {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** What applications use that do not share their Redis with another one. */
  static final KeySpace DEFAULT = new KeySpace("presence");

  KeySpace(@Nullable String namespace) {
    if (namespace == null || !ALLOWED.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace was "
              + (namespace == null ? "null" : "\"" + DamageLog.printable(namespace) + "\"")
              + "; allowed are 1 to 64 characters out of A-Z, a-z, 0-9, \"-\", \".\" and \"_\"; choose"
              + " a short name such as \"presence-staging\"");
    }
    this.namespace = namespace;
  }

  /** What all keys and channels begin with. */
  String prefix() {
    return namespace + ":";
  }

  /**
   * The names of everything that a workspace has.
   *
   * @throws IllegalArgumentException when the id has an unpaired surrogate
   */
  KeyNames of(String workspaceId) {
    return new KeyNames(this, workspaceId);
  }
}
