package dev.presence.websocket;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Copies an HTTP session. A class of its own, because the servlet API may be missing. */
final class SessionAttributes {

  private SessionAttributes() {}

  /** What the session holds now; nothing when it is none, or is over. */
  static Map<String, Object> of(Object httpSession) {
    Map<String, Object> attributes = new HashMap<>();
    if (httpSession instanceof HttpSession session) {
      try {
        for (String name : Collections.list(session.getAttributeNames())) {
          Object value = session.getAttribute(name);
          if (value != null) {
            attributes.put(name, value);
          }
        }
      } catch (IllegalStateException invalidated) {
        return Map.of();
      }
    }
    return attributes;
  }
}
