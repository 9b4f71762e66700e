package com.example.team;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** The page for who is signed in, and the form for who is not. The session knows the user. */
final class PageServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Teams teams;

  PageServlet(Teams teams) {
    this.teams = teams;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean signedIn = request.getSession().getAttribute("user") != null;
    response.setContentType("text/html; charset=utf-8");
    try (InputStream page =
        PageServlet.class.getResourceAsStream(signedIn ? "/pages/team.html" : "/pages/login.html")) {
      page.transferTo(response.getOutputStream());
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String user = request.getParameter("user");
    String password = request.getParameter("password");
    if (user != null && password != null && teams.knows(user, password)) {
      request.getSession();
      request.changeSessionId();
      request.getSession().setAttribute("user", user);
    } else {
      request.getSession().invalidate();
    }
    response.sendRedirect("/");
  }
}
