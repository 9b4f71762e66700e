package dev.presence.websocket;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Lets an endpoint refuse pages of foreign origins with HTTP 403 in a servlet container: Jakarta
 * WebSocket does not say which host a request went to when it asks about its origin. Without this
 * listener such a page gets a socket that is closed with 4403 at once; either way it learns
 * nothing.
 *
 * <p>Containers that look for annotations find it by themselves; otherwise add it to the context,
 * or make it a bean. Without state.
 */
@WebListener
public final class OriginListener implements ServletRequestListener {

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    if (event.getServletRequest() instanceof HttpServletRequest request) {
      RequestHost.begin(request.getHeader("Host"));
    }
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    RequestHost.end();
  }
}
