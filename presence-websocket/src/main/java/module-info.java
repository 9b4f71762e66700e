/** Serves presence to browsers over Jakarta WebSocket. */
module dev.presence.websocket {
  requires transitive dev.presence.core;
  requires transitive jakarta.websocket;
  requires transitive jakarta.websocket.client;
  requires com.fasterxml.jackson.databind;
  requires static transitive jakarta.servlet;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.presence.websocket;
}
