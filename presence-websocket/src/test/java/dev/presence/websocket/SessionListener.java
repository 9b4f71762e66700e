package dev.presence.websocket;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/** An application that signs in whoever comes with {@code ?signIn=NAME}. */
final class SessionListener implements ServletRequestListener {

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
    String user = request.getParameter("signIn");
    if (user != null) {
      request.getSession().setAttribute("user", user);
    }
  }
}
