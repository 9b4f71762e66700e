package dev.presence.sample.web;

import dev.presence.PresenceTracker;
import dev.presence.sample.people.Directory;
import dev.presence.sample.people.Roster;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

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
    boolean ofPresence = parts.length == 2 && parts[1].equals("presence");
    if (parts[0].isEmpty() || (parts.length > 1 && !ofPresence)) {
      throw HttpProblem.notFound(request.getRequestURI());
    }
    String userId = Caller.of(request, directory).orElseThrow(HttpProblem::unauthenticated);
    Roster roster =
        directory
            .workspace(parts[0])
            .filter(found -> found.hasMember(userId))
            .orElseThrow(() -> HttpProblem.forbidden(userId, parts[0]));
    if (ofPresence) {
      requireMethod(request, "GET", "POST");
      Json.write(response, 200, presence.of(roster.workspaceId(), request));
    } else {
      requireMethod(request, "GET");
      Json.write(response, 200, RosterAnswer.of(directory, roster, userId));
    }
  }
}
