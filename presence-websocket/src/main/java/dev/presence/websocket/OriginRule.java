package dev.presence.websocket;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pages may open a socket: pages of a listed origin, and pages of the same origin as
 * the socket's request, at a known host. A request without an {@code Origin} header does not come
 * from a browser and is allowed. Immutable.
 */
final class OriginRule {

  /** A log line shows at most this many characters of a header. */
  private static final int LONGEST_QUOTE = 200;

  private static final String TO_THE_BUILDER = " to the builder of the PresenceEndpoint";

  private final Set<String> listed = new TreeSet<>();
  private final KnownHosts hosts;

  OriginRule(Collection<String> origins, Collection<String> hosts) {
    origins.forEach(origin -> listed.add(requireOrigin(origin)));
    this.hosts = new KnownHosts(hosts);
  }

  private static String requireOrigin(String origin) {
    Origin parsed = Origin.parse(origin);
    if (parsed == null) {
      throw new IllegalArgumentException(
          "allowed origin \""
              + origin
              + "\" is not an origin; write scheme and host, and the port if it is not the default,"
              + " such as https://app.example");
    }
    return parsed.toString();
  }

  /**
   * Says why a page may not open a socket, for the log; null if it may.
   *
   * @param header the {@code Origin} header of the request, null if it has none
   * @param request where the request went, null if it does not say so
   */
  @Nullable String refusal(@Nullable String header, @Nullable Origin request) {
    if (header == null) {
      return null;
    }
    Origin page = Origin.parse(header);
    if (page == null) {
      return "the Origin header is \"" + quote(header) + "\"; it must be scheme://host[:port]";
    }
    if (listed.contains(page.toString())) {
      return null;
    }
    if (!page.equals(request)) {
      return foreign(page, request);
    }
    return hosts.contains(page.host()) ? null : unknownHost(page);
  }

  private String foreign(Origin page, @Nullable Origin request) {
    StringBuilder text = new StringBuilder();
    text.append("the page comes from ")
        .append(quote(page.toString()))
        .append(" (Origin), the request went to ");
    text.append(request == null ? "no valid host" : quote(request.toString()));
    text.append(" (Host)");
    text.append(". Allowed are pages of the same scheme, host and port");
    text.append(listed.isEmpty() ? "" : ", and pages of " + String.join(", ", listed));
    text.append(". If the page is yours, add ");
    text.append(option("allowedOrigins", page.toString())).append(TO_THE_BUILDER);
    if (request != null && request.isPlainFormOf(page)) {
      text.append(". If a proxy ends TLS, let the container read its X-Forwarded-Proto instead");
    }
    return text.toString();
  }

  private String unknownHost(Origin page) {
    return "the page (Origin) and the request (Host) name the host "
        + quote(page.host())
        + ", which is not known (this protects against DNS rebinding). Known are "
        + hosts
        + ". If the host is yours, add "
        + option("allowedOrigins", page.toString())
        + " or "
        + option("allowedHosts", page.host())
        + TO_THE_BUILDER;
  }

  private static String option(String name, String value) {
    return "." + name + "(\"" + quote(value) + "\")";
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
