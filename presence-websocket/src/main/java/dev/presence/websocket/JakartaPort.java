package dev.presence.websocket;

import dev.presence.websocket.wire.CloseCode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container's session. What a container throws because the socket has just gone is no error. */
final class JakartaPort implements SocketPort {

  private static final Logger log = LoggerFactory.getLogger(JakartaPort.class);

  private static final String TOMCAT_CLOSE_TIMEOUT =
      "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT";

  private final Session session;
  private final RemoteEndpoint.Async remote;
  private final LongSupplier frames;

  JakartaPort(Session session, EndpointLimits limits) {
    limitClose(session, limits.sendTimeout());
    this.session = session;
    this.remote = session.getAsyncRemote();
    this.frames = FrameCounts.of(session);
  }

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    try {
      remote.sendText(text, result -> done.accept(result.isOK() ? null : result.getException()));
    } catch (RuntimeException e) {
      done.accept(e);
    }
  }

  @Override
  public void ping() {
    try {
      remote.sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      log.debug("Sending a ping failed", e);
    }
  }

  @Override
  public long framesReceived() {
    return frames.getAsLong();
  }

  @Override
  public void close(CloseCode code) {
    try {
      session.close(new CloseReason(CloseCodes.getCloseCode(code.code()), code.reason()));
    } catch (IOException | RuntimeException e) {
      log.debug("Closing a WebSocket failed", e);
    }
  }

  /**
   * Jetty waits for the client's close as long as the client sends anything, but its session has a
   * method to end that. Tyrus does not wait; for Tomcat see {@link #limitClose}.
   */
  @Override
  public void cut() {
    try {
      session.getClass().getMethod("abort").invoke(session);
    } catch (NoSuchMethodException e) {
      log.debug("{} has no abort(); the container ends the connection", session.getClass(), e);
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.debug("Aborting a connection failed; the container ends it", e);
    }
  }

  /** Tomcat waits for the client's close for 30 s, unless the session has this property. */
  private static void limitClose(Session session, Duration most) {
    session.getUserProperties().put(TOMCAT_CLOSE_TIMEOUT, most.toMillis());
  }
}
