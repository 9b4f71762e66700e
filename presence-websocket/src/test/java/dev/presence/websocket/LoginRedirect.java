package dev.presence.websocket;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An error page for 403 that redirects to a login, as security frameworks do. */
final class LoginRedirect extends HttpServlet {

  static final String PATH = "/login";

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendRedirect(PATH);
  }
}
