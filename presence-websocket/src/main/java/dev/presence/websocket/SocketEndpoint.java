package dev.presence.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container calls for one socket. A dropped link may come as an error, as a close or as
 * both; it counts once.
 *
 * <p>Public because containers demand it; only {@link PresenceEndpoint} makes one.
 */
public final class SocketEndpoint extends Endpoint {

  private static final Logger log = LoggerFactory.getLogger(SocketEndpoint.class);

  private static final int ABNORMAL_CLOSURE = 1006;

  private final Sockets sockets;
  private final OriginCheck origins;
  private volatile @Nullable ClientSocket socket;

  SocketEndpoint(Sockets sockets, OriginCheck origins) {
    this.sockets = sockets;
    this.origins = origins;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(sockets.limits().frameBytes());
    session.setMaxBinaryMessageBufferSize(sockets.limits().frameBytes());
    liftIdleLimit(session);
    Arrival arrival = (Arrival) session.getUserProperties().remove(HandshakeGate.ARRIVAL);
    boolean allowed = arrival != null && arrival.page().isAllowed(origins, session.isSecure());
    ClientSocket opened = new ClientSocket(sockets, new JakartaPort(session, sockets.limits()));
    socket = opened;
    session.addMessageHandler(String.class, (MessageHandler.Whole<String>) opened::text);
    session.addMessageHandler(
        ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (part, last) -> opened.binary());
    session.addMessageHandler(
        PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> opened.received());
    sockets.open(opened, allowed ? arrival : null);
  }

  /**
   * A container may close sockets that are idle for less than a pause between pings; they are
   * lifted above it. A container without such a limit needs none of ours: the pings find who is
   * gone, and Tyrus 2.2 now and then takes a limit that is set here for one that already over.
   */
  private void liftIdleLimit(Session session) {
    long idle = session.getMaxIdleTimeout();
    if (idle > 0 && idle < longestSilenceMillis()) {
      session.setMaxIdleTimeout(longestSilenceMillis());
    }
  }

  private long longestSilenceMillis() {
    EndpointLimits limits = sockets.limits();
    return 2
        * limits
            .pingInterval()
            .plus(limits.pongTimeout())
            .plus(limits.sendTimeout())
            .plus(limits.authenticationTimeout())
            .toMillis();
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    closed(reason.getCloseCode().getCode());
  }

  @Override
  public void onError(Session session, Throwable failure) {
    log.debug("The container reports an error of a WebSocket", failure);
    if (!session.isOpen()) {
      closed(ABNORMAL_CLOSURE);
    }
  }

  private void closed(int code) {
    ClientSocket closed = socket;
    if (closed != null) {
      closed.closed(code);
    }
  }
}
