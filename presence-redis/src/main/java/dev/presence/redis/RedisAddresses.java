package dev.presence.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the addresses that an application gives. */
final class RedisAddresses {

  private static final String ALLOWED =
      "; allowed are redis://host:6379, rediss://host:6379 (TLS),"
          + " redis-sentinel://host1:26379,host2:26379/0#master-name, each with user:password@ before"
          + " the host if needed; a cluster is asked for with RedisPresenceStore.builder()"
          + ".clusterUris(...) and addresses that begin with redis:// or rediss://";

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
      throw wrong(
          address,
          "names several hosts; give one, or the hosts of a cluster to clusterUris, one URI each");
    }
    if (!sentinel && uri.getHost().matches("[^:\\[]*:[^:]*")) {
      throw wrong(address, "has a port that is not a number");
    }
    if (sentinel && (uri.getSentinelMasterId() == null || uri.getSentinelMasterId().isBlank())) {
      throw wrong(address, "does not name the master after #");
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
  static List<RedisURI> cluster(Collection<String> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no Redis URI of the cluster was given" + ALLOWED);
    }
    return addresses.stream().map(RedisAddresses::oneOfCluster).toList();
  }

  private static RedisURI oneOfCluster(String address) {
    RedisURI uri = one(address);
    if (!uri.getSentinels().isEmpty()) {
      throw wrong(address, "is an address of Sentinel, and a cluster has no Sentinel");
    }
    if (uri.getDatabase() != 0) {
      throw wrong(address, "has a database number, and a cluster has only database 0");
    }
    return uri;
  }

  /** What messages call an address: never with a user or password. */
  static String shown(RedisURI uri) {
    return uri.getSentinels().isEmpty()
        ? uri.getHost() + ":" + uri.getPort() + (uri.isSsl() ? " (TLS)" : "")
        : "master " + uri.getSentinelMasterId() + " of the Sentinels " + shown(uri.getSentinels());
  }

  static String shown(List<RedisURI> uris) {
    return uris.stream().map(RedisAddresses::shown).collect(Collectors.joining(", "));
  }

  /** Never shows a password. */
  private static IllegalArgumentException wrong(String address, String what) {
    String shown = address.replaceFirst("//[^/#]*@", "//***@");
    return new IllegalArgumentException("the Redis URI \"" + shown + "\" " + what + ALLOWED);
  }
}
