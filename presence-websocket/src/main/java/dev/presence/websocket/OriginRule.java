package dev.presence.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a socket: those of the host that the socket goes to, and those of listed
 * origins. A request without an origin comes from no browser, and may. Immutable.
 */
final class OriginRule {

  private final Set<String> listed;

  OriginRule(Collection<String> origins) {
    listed = origins.stream().map(OriginRule::requireOrigin).collect(Collectors.toSet());
  }

  private static String requireOrigin(String origin) {
    String normal = normal(origin);
    if (normal == null) {
      throw new IllegalArgumentException(
          "allowed origin \""
              + origin
              + "\" is no origin; write scheme and host, and the port if it is not the default, such"
              + " as https://app.example");
    }
    return normal;
  }

  /** True when the origin alone is enough to let the request in. */
  boolean allowsAnyHost(@Nullable String origin) {
    return origin == null || listed.contains(normal(origin));
  }

  /** True when a page of this origin may open a socket to this host. */
  boolean allows(@Nullable String origin, @Nullable String host) {
    if (allowsAnyHost(origin)) {
      return true;
    }
    URI page = origin == null ? null : parse(origin);
    if (page == null || host == null) {
      return false;
    }
    URI target = parse(page.getScheme() + "://" + host);
    return target != null && authority(page).equals(authority(target));
  }

  private static @Nullable String normal(String origin) {
    URI uri = parse(origin);
    return uri == null ? null : scheme(uri) + "://" + authority(uri);
  }

  /** An origin is a scheme, a host and perhaps a port, and nothing else. */
  private static @Nullable URI parse(String origin) {
    try {
      URI uri = new URI(origin);
      boolean bare =
          uri.getScheme() != null
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return bare ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String scheme(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static String authority(URI uri) {
    int standard = scheme(uri).equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
