package dev.presence.websocket;

/** A container that serves an endpoint on a free port of this machine. */
interface TestServer extends AutoCloseable {

  int port();

  @Override
  void close();
}
