package dev.presence.sample.web;

import dev.presence.sample.people.Directory;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The pages. They hold no data: a script of theirs signs in and asks the interface. So the page of
 * a workspace is sent in any case, and its status says how the address and the cookie stand; a tab
 * that is signed in alone has no cookie to show.
 */
final class PageServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Directory directory;

  PageServlet(Directory directory) {
    this.directory = directory;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      String path = request.getRequestURI();
      if (path.equals("/")) {
        Files.send(response, 200, "demo/index.html");
      } else if (path.equals("/duo")) {
        Files.send(response, 200, "demo/duo.html");
      } else {
        Files.send(response, statusOfWorkspace(request), "demo/workspace.html");
      }
    } catch (HttpProblem problem) {
      Json.write(response, problem.status(), problem.body());
    }
  }

  private int statusOfWorkspace(HttpServletRequest request) {
    String info = request.getPathInfo();
    if (info == null || info.length() < 2 || info.indexOf('/', 1) >= 0) {
      throw HttpProblem.notFound(request.getRequestURI());
    }
    Optional<String> as = Query.of(request).first("as");
    if (as.isPresent() && !directory.knows(as.get())) {
      return 400;
    }
    Optional<String> userId =
        as.isPresent() ? as : Caller.of(request, directory).map(Login::userId);
    if (userId.isEmpty()) {
      return 401;
    }
    boolean member =
        directory
            .workspace(info.substring(1))
            .filter(roster -> roster.hasMember(userId.get()))
            .isPresent();
    return member ? 200 : 403;
  }
}
