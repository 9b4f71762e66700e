package dev.presence.sample.web;

import dev.presence.transport.Visibility;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, and what the token allows. A demo lets callers say so of themselves.
 *
 * @param sees the only users whom the caller sees besides itself; null for everyone
 * @param observer true when the caller may watch without being present
 */
public record Login(String userId, @Nullable List<String> sees, boolean observer) {

  /** A user who sees everyone. */
  public static Login of(String userId) {
    return new Login(userId, null, false);
  }

  /** Whom the caller sees. */
  public Visibility visibility() {
    return sees == null ? Visibility.everyone() : Visibility.only(Set.copyOf(sees));
  }

  /** True if the caller may see this user. */
  public boolean sees(String other) {
    return other.equals(userId) || visibility().sees(other);
  }
}
