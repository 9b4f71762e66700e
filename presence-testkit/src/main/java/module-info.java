/** What tests of stores, transports and applications of Presence are made of. */
module dev.presence.testkit {
  requires transitive dev.presence.core;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires awaitility;
  requires org.slf4j;
  requires static info.picocli;

  exports dev.presence.testkit;
  exports dev.presence.testkit.simulation;
}
