package dev.presence.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the request of each socket: refuses foreign origins, and reads what is needed later.
 * Called by the container's threads.
 *
 * <p>A refusal with 403 must happen in {@link #checkOrigin}, which does not get the scheme, host
 * and port that the request went to; {@link OriginListener} notes them where there are servlets.
 * Elsewhere a foreign page gets its socket, and {@link SocketEndpoint} closes it with 4403 before
 * anything else happens: an exception in {@link #modifyHandshake} is a 500 in some containers and a
 * dropped connection in others.
 */
final class HandshakeGate extends ServerEndpointConfig.Configurator {

  private static final Logger log = LoggerFactory.getLogger(HandshakeGate.class);

  /** Where the session keeps what its request said. */
  static final String ARRIVAL = "dev.presence.websocket.arrival";

  private final Sockets sockets;
  private final OriginCheck origins;
  private final boolean inPath;
  private volatile @Nullable Class<?> tyrusExtension;

  /**
   * Looks at requests of one path.
   *
   * @param inPath true when the workspace is the last segment of the path, not a parameter
   */
  HandshakeGate(Sockets sockets, OriginCheck origins, boolean inPath) {
    this.sockets = sockets;
    this.origins = origins;
    this.inPath = inPath;
  }

  @Override
  public boolean checkOrigin(@Nullable String origin) {
    Origin request = RequestOrigin.current();
    return request == null || origins.allows(origin, request);
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    if (tyrusExtension != null) {
      response.getHeaders().remove(HandshakeRequest.SEC_WEBSOCKET_EXTENSIONS);
    }
    config.getUserProperties().put(ARRIVAL, Arrival.of(request, inPath));
  }

  /** There is none. */
  @Override
  public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
    return "";
  }

  /**
   * No compression: it costs each socket more memory than everything else together. In Tyrus one
   * that counts frames.
   */
  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    Class<?> type = tyrusExtension;
    return type == null ? List.of() : List.of(TyrusFrames.create(type));
  }

  /** From now on counts the frames of each socket, if the container is Tyrus. */
  void countFrames(ServerContainer container) {
    Class<?> type = container.getClass();
    if (type.getName().startsWith("org.glassfish.tyrus.")) {
      try {
        tyrusExtension = TyrusFrames.extensionType(type.getClassLoader());
      } catch (ClassNotFoundException e) {
        log.debug("This Tyrus lacks the class that counts frames; pings have no limit", e);
      }
    }
  }

  @Override
  public <T> T getEndpointInstance(Class<T> endpointClass) {
    return endpointClass.cast(new SocketEndpoint(sockets, origins));
  }
}
