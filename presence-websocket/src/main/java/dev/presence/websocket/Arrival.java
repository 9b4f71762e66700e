package dev.presence.websocket;

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
 * @param handshake the request; null if it names no valid workspace id
 * @param opening how the socket begins
 * @param page the page that sent the request
 */
record Arrival(@Nullable Handshake handshake, Opening opening, ArrivalPage page) {

  /**
   * Reads a request.
   *
   * @param inPath true when the workspace is the last segment of the path, not a parameter
   */
  static Arrival of(HandshakeRequest request, boolean inPath) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.getHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    ArrivalPage page = ArrivalPage.of(request, headers);
    Map<String, String> parameters = PercentCode.decodeQuery(request.getQueryString());
    String workspaceId = inPath ? lastSegment(request) : parameters.get("workspace");
    if (workspaceId == null || !PresenceIds.isValid(workspaceId)) {
      return new Arrival(null, Opening.DEFAULT, page);
    }
    return new Arrival(
        new RequestHandshake(
            workspaceId, headers, parameters, session(request), request.getUserPrincipal()),
        Opening.of(parameters),
        page);
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
