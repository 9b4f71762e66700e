package dev.presence.sample;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The host names under which a browser may open the demo, besides {@code localhost} and IP
 * addresses, which the endpoint always knows.
 */
final class DemoHosts {

  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

  private static final Predicate<String> IS_NAME =
      Pattern.compile("[\\w-]+(\\.[\\w-]+)*").asMatchPredicate();

  private static final Predicate<String> IS_ADDRESS = Pattern.compile("[\\d.]+").asMatchPredicate();

  private DemoHosts() {}

  /** Those of a demo that listens at this host; the name of this machine if at all addresses. */
  static Set<String> of(String host) {
    String name = ALL_ADDRESSES.contains(host) ? nameOfThisMachine() : host;
    return IS_NAME.test(name) && !IS_ADDRESS.test(name) ? Set.of(name) : Set.of();
  }

  private static String nameOfThisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
