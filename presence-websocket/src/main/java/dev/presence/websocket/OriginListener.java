package dev.presence.websocket;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets an endpoint refuse pages of foreign origins with HTTP 403 in a servlet container: Jakarta
 * WebSocket does not say where a request went when it asks about its origin. Without this listener
 * such a page gets a socket that is closed with 4403 at once. {@link PresenceServletListener} does
 * the same, and also keeps error pages from changing the answer.
 *
 * <p>The request went to the scheme, server name and port that the servlet request has when it
 * enters the context. Behind a proxy these are right if the container reads the proxy's forwarded
 * headers; a servlet filter that does so comes too late.
 *
 * <p>Containers that look for annotations find it by themselves; otherwise add it to the context,
 * or make it a bean. Without state.
 */
@WebListener
public final class OriginListener implements ServletRequestListener {

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    if (event.getServletRequest() instanceof HttpServletRequest request) {
      RequestOrigin.begin(originOf(request));
    }
  }

  /** Where the request went; null if it does not say so. */
  static @Nullable Origin originOf(HttpServletRequest request) {
    String host = request.getServerName();
    return host == null ? null : Origin.of(request.getScheme(), host, request.getServerPort());
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    RequestOrigin.end();
  }
}
