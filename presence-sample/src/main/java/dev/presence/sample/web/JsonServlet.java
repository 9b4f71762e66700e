package dev.presence.sample.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers problems as JSON. */
abstract class JsonServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response);
    } catch (HttpProblem problem) {
      Json.write(response, problem.status(), problem.body());
    }
  }

  static void requireMethod(HttpServletRequest request, String... allowed) {
    for (String method : allowed) {
      if (method.equals(request.getMethod())) {
        return;
      }
    }
    throw HttpProblem.methodNotAllowed(request.getMethod(), request.getRequestURI());
  }
}
