/** Keeps presence in Redis or Valkey, so that the nodes of a cluster meet there. */
@NullMarked
package dev.presence.redis;

import org.jspecify.annotations.NullMarked;
