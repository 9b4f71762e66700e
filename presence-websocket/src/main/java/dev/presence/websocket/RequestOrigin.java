package dev.presence.websocket;

import org.jspecify.annotations.Nullable;

/** Where the request of this thread went, where a listener notes it. */
final class RequestOrigin {

  private static final ThreadLocal<@Nullable Origin> CURRENT = new ThreadLocal<>();

  private RequestOrigin() {}

  static void begin(@Nullable Origin origin) {
    CURRENT.set(origin);
  }

  static void end() {
    CURRENT.remove();
  }

  static @Nullable Origin current() {
    return CURRENT.get();
  }
}
