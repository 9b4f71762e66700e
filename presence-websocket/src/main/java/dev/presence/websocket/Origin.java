package dev.presence.websocket;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin as browsers define it: scheme, host and port. A page has one, and so has the request of
 * a socket, where {@code ws} is written as {@code http} and {@code wss} as {@code https}.
 * Immutable.
 *
 * @param scheme in lower case
 * @param host in lower case; an IPv6 address has brackets
 * @param port the default port of the scheme if none was given; 0 if the scheme has none
 */
record Origin(String scheme, String host, int port) {

  static final String HTTP = "http";
  static final String HTTPS = "https";

  private static final Pattern SYNTAX =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?",
          Pattern.CASE_INSENSITIVE);

  /** Reads {@code scheme://host} or {@code scheme://host:port}; null for anything else. */
  static @Nullable Origin parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String scheme = pageScheme(parts.group(1).toLowerCase(Locale.ROOT));
    String port = parts.group(3);
    return new Origin(
        scheme,
        parts.group(2).toLowerCase(Locale.ROOT),
        port == null ? defaultPort(scheme) : Integer.parseInt(port));
  }

  /** The origin of a request to this host; null if the host is not valid. */
  static @Nullable Origin of(String scheme, String host, int port) {
    boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
    return parse(scheme + "://" + (bareIpv6 ? "[" + host + "]" : host) + portSuffix(port));
  }

  /** The origin of a request with this {@code Host} header; null if the header is not valid. */
  static @Nullable Origin ofHostHeader(String hostHeader, boolean secure) {
    return parse((secure ? HTTPS : HTTP) + "://" + hostHeader);
  }

  private static String portSuffix(int port) {
    return port > 0 ? ":" + port : "";
  }

  private static String pageScheme(String scheme) {
    return switch (scheme) {
      case "ws" -> HTTP;
      case "wss" -> HTTPS;
      default -> scheme;
    };
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case HTTP -> 80;
      case HTTPS -> 443;
      default -> 0;
    };
  }

  /** True if this is what remains of the other, a secure origin, behind a proxy that ends TLS. */
  boolean isPlainFormOf(Origin other) {
    boolean samePort = port == other.port || (port == 80 && other.port == 443);
    return scheme.equals(HTTP) && other.scheme.equals(HTTPS) && host.equals(other.host) && samePort;
  }

  /** As browsers write it: without the default port. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }
}
