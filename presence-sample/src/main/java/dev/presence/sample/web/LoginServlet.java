package dev.presence.sample.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.model.PresenceIds;
import dev.presence.sample.people.Directory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs in whoever asks, and out again. */
final class LoginServlet extends JsonServlet {

  private static final long serialVersionUID = 1L;

  private static final int MOST_SEEN = 200; // a token must fit into an address

  private final transient Directory directory;

  LoginServlet(Directory directory) {
    this.directory = directory;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    requireMethod(request, "POST");
    if (request.getServletPath().equals("/api/logout")) {
      setCookie(response, "; Max-Age=0", "");
      Json.write(response, 200, Map.of());
      return;
    }
    JsonNode body = Json.readObject(request);
    JsonNode userId = body.path("userId");
    if (!userId.isTextual()) {
      throw HttpProblem.badRequest("userId is missing or no string; send {\"userId\":\"ada\"}");
    }
    if (!directory.knows(userId.textValue())) {
      throw HttpProblem.badRequest(
          "nobody here has that userId; GET /api/people lists some who do");
    }
    Login login =
        new Login(userId.textValue(), seesOf(body), body.path("observer").asBoolean(false));
    String token = Tokens.make(login);
    setCookie(response, "", token);
    Json.write(response, 200, Map.of("userId", userId.textValue(), "token", token));
  }

  private static @Nullable List<String> seesOf(JsonNode body) {
    JsonNode sees = body.path("sees");
    if (sees.isMissingNode() || sees.isNull()) {
      return null;
    }
    List<String> userIds = new ArrayList<>();
    for (JsonNode userId : sees) {
      if (!userId.isTextual() || !PresenceIds.isValid(userId.textValue())) {
        throw HttpProblem.badRequest("sees must be an array of user ids");
      }
      userIds.add(userId.textValue());
    }
    if (!sees.isArray() || userIds.size() > MOST_SEEN) {
      throw HttpProblem.badRequest("sees must be an array of at most " + MOST_SEEN + " user ids");
    }
    return userIds;
  }

  private static void setCookie(HttpServletResponse response, String more, String value) {
    response.addHeader(
        "Set-Cookie", Caller.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + more);
  }
}
