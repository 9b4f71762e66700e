package dev.presence.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of a server that may throw away presence when its memory is full. */
final class EvictionPolicy {

  private static final Logger log = LoggerFactory.getLogger(EvictionPolicy.class);

  private static final String FIELD = "maxmemory_policy:";
  private static final String GOOD = "noeviction";

  private EvictionPolicy() {}

  /** Asks the server; one that does not say, because INFO is forbidden, is left in peace. */
  static void check(CommandWire wire) {
    wire.info("memory")
        .thenAccept(
            info -> {
              String policy = policyIn(info);
              if (!policy.equals(GOOD)) {
                log.warn(
                    "Redis has maxmemory-policy {}: when its memory is full it removes users or"
                        + " whole workspaces, who then look offline for a while. Set it to {}",
                    policy,
                    GOOD);
              }
            });
  }

  /** The policy that the answer to {@code INFO memory} names; taken for good when it names none. */
  static String policyIn(String info) {
    return info.lines()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> line.substring(FIELD.length()).strip())
        .findFirst()
        .orElse(GOOD);
  }
}
