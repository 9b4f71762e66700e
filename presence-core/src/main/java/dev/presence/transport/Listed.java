package dev.presence.transport;

import java.util.Set;

/** A {@link Visibility} of listed users: only them, or everyone but them. */
record Listed(Set<String> userIds, boolean visible) implements Visibility {

  static final Listed EVERYONE = new Listed(Set.of(), false);

  @Override
  public boolean sees(String userId) {
    return userIds.contains(userId) == visible;
  }
}
