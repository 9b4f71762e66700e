package dev.presence.websocket;

import jakarta.websocket.server.HandshakeRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the page that sent it, and where it went. Containers differ: with a
 * servlet listener the servlet request says where it went; else the URI of the handshake, which is
 * absolute in Tomcat and Jetty; else, in Tyrus, the {@code Host} header, and the session says
 * whether it is secure. Immutable.
 *
 * @param headers the {@code Origin} headers
 * @param request where the request went; null if only the {@code Host} header is known
 * @param host the {@code Host} header; null if there is none
 */
record ArrivalPage(List<String> headers, @Nullable Origin request, @Nullable String host) {

  static ArrivalPage of(HandshakeRequest request, Map<String, List<String>> headers) {
    return new ArrivalPage(
        headers.getOrDefault("Origin", List.of()),
        requestOrigin(request.getRequestURI()),
        headers.getOrDefault("Host", List.of()).stream().findFirst().orElse(null));
  }

  private static @Nullable Origin requestOrigin(URI uri) {
    Origin noted = RequestOrigin.current();
    if (noted != null) {
      return noted;
    }
    boolean absolute = uri.getScheme() != null && uri.getHost() != null;
    return absolute ? Origin.of(uri.getScheme(), uri.getHost(), uri.getPort()) : null;
  }

  /** True if the page may open this socket. Several origins are refused: browsers send one. */
  boolean isAllowed(OriginCheck check, boolean secure) {
    Origin origin = request;
    if (origin == null && host != null) {
      origin = Origin.ofHostHeader(host, secure);
    }
    return headers.size() < 2
        ? check.allows(headers.isEmpty() ? null : headers.get(0), origin)
        : check.allows(String.join(" ", headers), origin);
  }
}
