package dev.presence.redis;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store logs after it connected to a server for the first time: the server's name and
 * version, and a warning if the server may discard presence when its memory is full.
 */
final class FirstContact {

  private static final Logger log = LoggerFactory.getLogger(FirstContact.class);

  private static final List<String> SECTIONS = List.of("server", "memory");
  private static final String GOOD_POLICY = "noeviction";

  private FirstContact() {}

  /** Asks the server about itself; without the right to INFO its version is not logged. */
  static void log(String name, CommandWire wire) {
    wire.info(SECTIONS)
        .whenComplete(
            (info, failure) -> {
              Map<String, String> fields = fieldsOf(failure == null ? info : "");
              log.info("Connected to {} ({})", name, versionIn(fields));
              warnOfPolicy(name, policyIn(fields));
            });
  }

  private static void warnOfPolicy(String name, String policy) {
    if (!policy.equals(GOOD_POLICY)) {
      log.warn(
          "{} has maxmemory-policy {}: when its memory is full it removes users or whole workspaces,"
              + " who are then shown as offline for a while. Set the policy to {}",
          name,
          policy,
          GOOD_POLICY);
    }
  }

  static Map<String, String> fieldsOf(String info) {
    return info.lines()
        .filter(line -> line.indexOf(':') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1).strip(),
                (first, second) -> first));
  }

  /** Valkey also reports the version of Redis that it is compatible with. */
  static String versionIn(Map<String, String> fields) {
    String valkey = fields.get("valkey_version");
    if (valkey != null) {
      return "Valkey " + valkey;
    }
    String redis = fields.get("redis_version");
    return redis == null ? "it does not report its version" : "Redis " + redis;
  }

  /** The eviction policy; taken for the right one if the server does not report it. */
  static String policyIn(Map<String, String> fields) {
    return fields.getOrDefault("maxmemory_policy", GOOD_POLICY);
  }
}
