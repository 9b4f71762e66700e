package dev.presence.sample.web;

import dev.presence.PresenceTracker;
import dev.presence.sample.people.Directory;
import dev.presence.sample.people.Roster;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code /api/workspaces/{id}} and what is below it: the roster, and who is there. */
final class WorkspaceServlet extends JsonServlet {

  private static final long serialVersionUID = 1L;

  private final transient Directory directory;
  private final transient PresenceAnswer presence;

  WorkspaceServlet(Directory directory, PresenceTracker tracker) {
    this.directory = directory;
    presence = new PresenceAnswer(tracker);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
    String[] parts = path.substring(1).split("/", -1);
    String what = parts.length == 2 ? parts[1] : "";
    boolean known = parts.length == 1 || what.equals("presence") || what.equals("explain");
    if (parts[0].isEmpty() || !known) {
      throw HttpProblem.notFound(request.getRequestURI());
    }
    Login login = Caller.of(request, directory).orElseThrow(HttpProblem::unauthenticated);
    String userId = login.userId();
    Roster roster =
        directory
            .workspace(parts[0])
            .filter(found -> found.hasMember(userId))
            .orElseThrow(() -> HttpProblem.forbidden(userId, parts[0]));
    if (what.equals("presence")) {
      requireMethod(request, "GET", "POST");
      Json.write(response, 200, presence.of(roster.workspaceId(), request, login));
    } else if (what.equals("explain")) {
      requireMethod(request, "GET");
      String text = presence.explain(roster.workspaceId(), request, login);
      Json.write(response, 200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    } else {
      requireMethod(request, "GET");
      Json.write(response, 200, RosterAnswer.of(directory, roster, userId));
    }
  }
}
