package dev.presence.websocket;

import dev.presence.model.Activity;
import dev.presence.model.PresenceIds;
import jakarta.websocket.server.HandshakeRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the request of a socket said. Immutable.
 *
 * @param handshake who asks; null for a request that nobody may make, whoever it is: from a page of
 *     a foreign origin, or for what is no workspace
 * @param activity the first activity
 */
record Arrival(@Nullable Handshake handshake, Activity activity) {

  static final Arrival REFUSED = new Arrival(null, Activity.ACTIVE);

  /**
   * Reads a request.
   *
   * @param inPath true when the workspace is the last segment of the path, not a parameter
   */
  static Arrival of(HandshakeRequest request, boolean inPath, OriginRule origins) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.getHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    if (!isAllowed(headers, origins)) {
      return REFUSED;
    }
    Map<String, String> parameters = PercentCode.decodeQuery(request.getQueryString());
    String workspaceId = inPath ? lastSegment(request) : parameters.get("workspace");
    if (workspaceId == null || !PresenceIds.isValid(workspaceId)) {
      return REFUSED;
    }
    Activity activity = "false".equals(parameters.get("active")) ? Activity.AWAY : Activity.ACTIVE;
    return new Arrival(
        new RequestHandshake(
            workspaceId, headers, parameters, session(request), request.getUserPrincipal()),
        activity);
  }

  private static boolean isAllowed(Map<String, List<String>> headers, OriginRule origins) {
    List<String> origin = headers.getOrDefault("Origin", List.of());
    List<String> host = headers.getOrDefault("Host", List.of());
    return origin.isEmpty()
        || (origin.size() == 1
            && origins.allows(origin.get(0), host.isEmpty() ? null : host.get(0)));
  }

  private static Map<String, Object> session(HandshakeRequest request) {
    Object session = request.getHttpSession();
    return session == null ? Map.of() : SessionAttributes.of(session);
  }

  private static @Nullable String lastSegment(HandshakeRequest request) {
    URI uri = request.getRequestURI();
    String path = uri.getRawPath();
    return PercentCode.decodePath(path.substring(path.lastIndexOf('/') + 1));
  }
}
