package dev.presence.sample;

import dev.presence.model.PresenceOptions;
import dev.presence.websocket.EndpointLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is started with.
 *
 * @param port 0 for a free one
 * @param redis the URI of the store; null for one in memory
 * @param namespace what all keys and channels in Redis begin with
 * @param members how many numbered users there are beside the cast
 * @param bots how many of the cast come and go by themselves
 * @param limits what a client may do, and how long it may be silent
 */
record DemoSettings(
    String host,
    int port,
    @Nullable String redis,
    String namespace,
    int members,
    int bots,
    PresenceOptions options,
    EndpointLimits limits) {

  /** The options of the library; it refuses what does not fit together. */
  static PresenceOptions optionsOf(
      Duration ttl, Duration heartbeat, Duration grace, Duration lastSeen) {
    PresenceOptions defaults = PresenceOptions.defaults();
    Duration half = ttl.dividedBy(2);
    // A lease of a few seconds, as one takes to look at a crash, needs quicker answers of the
    // store.
    boolean tight = half.compareTo(defaults.storeTimeout()) < 0 && half.toMillis() >= 1_000;
    PresenceOptions base = tight ? defaults.toBuilder().storeTimeout(half).build() : defaults;
    return base.toBuilder()
        .presenceTtl(ttl)
        .heartbeatInterval(heartbeat)
        .grace(grace)
        .lastSeen(lastSeen)
        .build();
  }
}
