/** Keeps presence in Redis or Valkey. */
module dev.presence.redis {
  requires transitive dev.presence.core;
  requires transitive lettuce.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.presence.redis;
}
