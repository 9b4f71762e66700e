package dev.presence.sample.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.PresenceTracker;
import dev.presence.model.PresenceIds;
import dev.presence.model.PresenceStatus;
import dev.presence.model.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** The statuses of the users that a request names. */
final class PresenceAnswer {

  private static final int MOST_BY_GET = 200; // longer addresses do not pass everywhere
  private static final int MOST_BY_POST = 1_000; // as in a frame of the socket

  private final PresenceTracker tracker;

  PresenceAnswer(PresenceTracker tracker) {
    this.tracker = tracker;
  }

  /** Whom the login hides looks offline, in the answer and in the time that it takes. */
  Map<String, String> of(String workspaceId, HttpServletRequest request, Login login)
      throws IOException {
    List<String> userIds =
        request.getMethod().equals("POST") ? idsOfBody(request) : idsOfQuery(request);
    for (String userId : userIds) {
      if (!PresenceIds.isValid(userId)) {
        throw HttpProblem.badRequest(
            "an id has 1 to 128 characters, is not blank, and has no control characters");
      }
    }
    return statuses(workspaceId, userIds, login);
  }

  /** Why a user has its status, for people. */
  String explain(String workspaceId, HttpServletRequest request, Login login) {
    String userId = Query.of(request).first("userId").orElse("");
    if (!PresenceIds.isValid(userId)) {
      throw HttpProblem.badRequest("name a user: ?userId=bob");
    }
    if (!login.sees(userId)) {
      throw new HttpProblem(403, "forbidden", "you may not see this user");
    }
    return tracker.workspace(workspaceId).explain(userId).join().toString();
  }

  private Map<String, String> statuses(String workspaceId, List<String> userIds, Login login) {
    try {
      Map<String, String> statuses = new LinkedHashMap<>();
      tracker
          .workspace(workspaceId)
          .getPresence(userIds)
          .join() // in time: reads have a deadline
          .forEach(
              (userId, it) ->
                  statuses.put(
                      userId,
                      (login.sees(userId) ? it.status() : PresenceStatus.OFFLINE).wireName()));
      return statuses;
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreUnavailableException) {
        throw new HttpProblem(
            503, "unavailable", "who is there is unknown while the store is out of reach");
      }
      throw e;
    }
  }

  private static List<String> idsOfQuery(HttpServletRequest request) {
    List<String> userIds = Query.of(request).all("userId");
    if (userIds.isEmpty()) {
      throw HttpProblem.badRequest("name users: ?userId=ada&userId=bob");
    }
    return atMost(MOST_BY_GET, "; POST takes " + MOST_BY_POST, userIds);
  }

  private static List<String> idsOfBody(HttpServletRequest request) throws IOException {
    JsonNode list = Json.readObject(request).path("userIds");
    if (!list.isArray()) {
      throw HttpProblem.badRequest("userIds is missing or no array; send {\"userIds\":[\"ada\"]}");
    }
    List<String> userIds = new ArrayList<>();
    for (JsonNode userId : list) {
      if (!userId.isTextual()) {
        throw HttpProblem.badRequest("userIds must hold strings only");
      }
      userIds.add(userId.textValue());
    }
    return atMost(MOST_BY_POST, "", userIds);
  }

  private static List<String> atMost(int most, String more, List<String> userIds) {
    if (userIds.size() > most) {
      throw new HttpProblem(
          400,
          "too_large",
          "%d users were named; a request takes %d%s".formatted(userIds.size(), most, more));
    }
    return userIds;
  }
}
