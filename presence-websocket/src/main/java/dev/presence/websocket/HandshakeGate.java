package dev.presence.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the request of each socket: refuses foreign origins, and reads what is needed later.
 * Called by the container's threads.
 *
 * <p>A refusal with 403 must happen in {@link #checkOrigin}, which is not told the host that the
 * request went to; {@link OriginListener} notes it where there are servlets. Elsewhere a foreign
 * page gets its socket, and it is closed with 4403 before anything else happens: to throw in {@link
 * #modifyHandshake} is a 500 in some containers and a dropped connection in others.
 */
final class HandshakeGate extends ServerEndpointConfig.Configurator {

  /** Where the session keeps what its request said. */
  static final String ARRIVAL = "dev.presence.websocket.arrival";

  private final Sockets sockets;
  private final OriginRule origins;
  private final boolean inPath;

  /**
   * Looks at requests of one path.
   *
   * @param inPath true when the workspace is the last segment of the path, not a parameter
   */
  HandshakeGate(Sockets sockets, OriginRule origins, boolean inPath) {
    this.sockets = sockets;
    this.origins = origins;
    this.inPath = inPath;
  }

  @Override
  public boolean checkOrigin(@Nullable String origin) {
    String host = RequestHost.current();
    return host == null || origins.allows(origin, host);
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    config.getUserProperties().put(ARRIVAL, Arrival.of(request, inPath, origins));
  }

  /** There is none. */
  @Override
  public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
    return "";
  }

  /** No compression: it costs each socket more memory than everything else together. */
  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    return List.of();
  }

  @Override
  public <T> T getEndpointInstance(Class<T> endpointClass) {
    return endpointClass.cast(new SocketEndpoint(sockets));
  }
}
