package dev.presence.sample.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.sample.people.Directory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Signs in whoever asks, and out again. */
final class LoginServlet extends JsonServlet {

  private static final long serialVersionUID = 1L;

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
    JsonNode userId = Json.readObject(request).path("userId");
    if (!userId.isTextual()) {
      throw HttpProblem.badRequest("userId is missing or no string; send {\"userId\":\"ada\"}");
    }
    if (!directory.knows(userId.textValue())) {
      throw HttpProblem.badRequest(
          "nobody here has that userId; GET /api/people lists some who do");
    }
    String token = Tokens.make(userId.textValue());
    setCookie(response, "", token);
    Json.write(response, 200, Map.of("userId", userId.textValue(), "token", token));
  }

  private static void setCookie(HttpServletResponse response, String more, String value) {
    response.addHeader(
        "Set-Cookie", Caller.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + more);
  }
}
