/** Tracks who is active, away or offline in a workspace. */
@SuppressWarnings("module") // the testkit is built later
module dev.presence.core {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.presence;
  exports dev.presence.memory;
  exports dev.presence.memory.internal to
      dev.presence.testkit;
  exports dev.presence.model;
  exports dev.presence.runtime;
  exports dev.presence.store;
  exports dev.presence.transport;
}
