package dev.presence.websocket;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The hosts at which pages of the same origin are served. {@code localhost}, its subdomains and IP
 * addresses are always known: DNS rebinding needs a name that the attacker owns, and browsers never
 * ask DNS about these. Every other name must be listed. Immutable.
 */
final class KnownHosts {

  private static final String ANY = "*";
  private static final String ANY_SUBDOMAIN = "*.";

  /** Browsers take a name whose last label is a number for an IPv4 address. */
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

  private static final Pattern LISTABLE =
      Pattern.compile("\\*|(?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

  private final Set<String> listed = new TreeSet<>();

  KnownHosts(Collection<String> hosts) {
    hosts.forEach(host -> listed.add(requireHost(host)));
  }

  private static String requireHost(String host) {
    String normal = host.toLowerCase(Locale.ROOT);
    if (!LISTABLE.matcher(normal).matches()) {
      throw new IllegalArgumentException(
          "allowed host \""
              + host
              + "\" is not a host; write a host without scheme and port, such as app.example, or"
              + " *.app.example for all its subdomains, or * for any host");
    }
    return normal;
  }

  /** True if the host, in lower case, is known. */
  boolean contains(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("[")
        || IPV4.matcher(host).matches()
        || listed.stream().anyMatch(pattern -> matches(pattern, host));
  }

  private static boolean matches(String pattern, String host) {
    return pattern.equals(ANY)
        || pattern.equals(host)
        || (pattern.startsWith(ANY_SUBDOMAIN) && host.endsWith(pattern.substring(1)));
  }

  /** For a log message. */
  @Override
  public String toString() {
    return listed.isEmpty()
        ? "localhost and IP addresses"
        : "localhost, IP addresses, " + String.join(", ", listed);
  }
}
