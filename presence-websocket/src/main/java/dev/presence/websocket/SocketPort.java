package dev.presence.websocket;

import dev.presence.websocket.wire.CloseCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this adapter needs of a container's socket; so all above it runs without a container. */
interface SocketPort {

  /**
   * Begins to send. At most one send is under way at a time.
   *
   * @param done is called once, on any thread and perhaps within this call, with the failure or
   *     null
   */
  void send(String text, Consumer<@Nullable Throwable> done);

  /** Sends a ping. May block. */
  void ping();

  /** How many frames the client has sent, of any kind; 0 if the container does not say so. */
  long framesReceived();

  /** Closes the socket; does nothing when it is closed. May block. */
  void close(CloseCode code);

  /** Cuts the connection of a client that does not answer a close, if the container offers it. */
  void cut();
}
