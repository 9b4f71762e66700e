package dev.presence.sample.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves the files of one folder of the class path. */
final class FileServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** No empty, hidden or parent segment, so nothing outside the folder has a name. */
  private static final String SAFE_PATH = "(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+";

  private final String folder;

  FileServlet(String folder) {
    this.folder = folder;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    try {
      if (path == null || !path.matches(SAFE_PATH)) {
        throw HttpProblem.notFound(request.getRequestURI());
      }
      Files.send(response, 200, folder + path);
    } catch (HttpProblem problem) {
      Json.write(response, problem.status(), problem.body());
    }
  }
}
