package dev.presence.websocket;

import org.jspecify.annotations.Nullable;

/** The host that the request of this thread went to, where a listener notes it. */
final class RequestHost {

  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private RequestHost() {}

  static void begin(@Nullable String host) {
    CURRENT.set(host);
  }

  static void end() {
    CURRENT.remove();
  }

  static @Nullable String current() {
    return CURRENT.get();
  }
}
