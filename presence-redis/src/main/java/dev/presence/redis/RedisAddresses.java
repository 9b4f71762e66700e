package dev.presence.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the addresses that an application gives. */
final class RedisAddresses {

  private static final String ALLOWED =
      "; allowed are redis://host:6379, rediss://host:6379 (TLS),"
          + " redis-sentinel://host1:26379,host2:26379/0#master-name, each with user:password@ before"
          + " the host if needed; for a cluster several of redis:// or rediss://";

  private static final List<String> SCHEMES = List.of("redis://", "rediss://", "redis-sentinel://");

  /** How long a server may take for the commands with which a connection begins. */
  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(5);

  private RedisAddresses() {}

  /**
   * One address, of a server or of Sentinel.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  static RedisURI one(@Nullable String address) {
    if (address == null) {
      throw new IllegalArgumentException("the Redis URI is null" + ALLOWED);
    }
    if (SCHEMES.stream().noneMatch(address::startsWith)) {
      throw wrong(address, "does not begin with " + String.join(", ", SCHEMES));
    }
    RedisURI uri;
    try {
      uri = RedisURI.create(address);
    } catch (RuntimeException e) {
      throw wrong(address, "is not a Redis URI");
    }
    boolean sentinel = !uri.getSentinels().isEmpty();
    if (!sentinel && (uri.getHost() == null || uri.getHost().isBlank())) {
      throw wrong(address, "has no host");
    }
    if (!sentinel && uri.getHost().contains(",")) {
      throw wrong(address, "names several hosts, which are given as several URIs");
    }
    if (!sentinel && uri.getHost().matches("[^:\\[]*:[^:]*")) {
      throw wrong(address, "has a port that is no number");
    }
    if (sentinel && (uri.getSentinelMasterId() == null || uri.getSentinelMasterId().isBlank())) {
      throw wrong(address, "does not say which master, after #");
    }
    setUp(uri);
    uri.getSentinels().forEach(RedisAddresses::setUp);
    return uri;
  }

  /** Without a library name Lettuce does not need the right to CLIENT SETINFO. */
  private static void setUp(RedisURI uri) {
    uri.setTimeout(LONGEST_HANDSHAKE);
    uri.setLibraryName("");
    uri.setLibraryVersion("");
  }

  /**
   * Addresses of some servers of one cluster.
   *
   * @throws IllegalArgumentException when there is none, or one cannot be understood
   */
  static List<RedisURI> cluster(String... addresses) {
    if (addresses.length == 0) {
      throw new IllegalArgumentException("no Redis URI was given" + ALLOWED);
    }
    return Arrays.stream(addresses).map(RedisAddresses::oneOfCluster).toList();
  }

  private static RedisURI oneOfCluster(String address) {
    RedisURI uri = one(address);
    if (!uri.getSentinels().isEmpty()) {
      throw wrong(address, "is of Sentinel, and a cluster has none");
    }
    if (uri.getDatabase() != 0) {
      throw wrong(address, "has a database number, and a cluster has only database 0");
    }
    return uri;
  }

  /** Never shows a password. */
  private static IllegalArgumentException wrong(String address, String what) {
    String shown = address.replaceFirst("//[^/#]*@", "//***@");
    return new IllegalArgumentException("the Redis URI \"" + shown + "\" " + what + ALLOWED);
  }
}
