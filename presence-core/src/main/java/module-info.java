/** Tracks who is active, away or offline in a workspace. */
module dev.presence.core {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.presence;
  exports dev.presence.memory;
  exports dev.presence.model;
  exports dev.presence.spi;
}
