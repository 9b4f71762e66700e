/** Redis servers for tests: programs of this machine, or containers. */
@NullMarked
package dev.presence.redis.servers;

import org.jspecify.annotations.NullMarked;
