package dev.presence.sample.web;

import java.util.Map;

/**
 * A request that is refused: becomes the status and a body that a program and a person can read.
 */
final class HttpProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  HttpProblem(int status, String error, String message) {
    super(message, null, false, false); // an answer, not a failure: nobody reads its stack trace
    this.status = status;
    this.error = error;
  }

  static HttpProblem badRequest(String message) {
    return new HttpProblem(400, "bad_request", message);
  }

  static HttpProblem unauthenticated() {
    return new HttpProblem(
        401, "unauthenticated", "sign in first: POST /api/login with {\"userId\":\"ada\"}");
  }

  static HttpProblem forbidden(String userId, String workspaceId) {
    return new HttpProblem(
        403, "forbidden", userId + " is not a member of a workspace \"" + workspaceId + "\"");
  }

  static HttpProblem notFound(String path) {
    return new HttpProblem(404, "not_found", "there is nothing at " + path);
  }

  static HttpProblem methodNotAllowed(String method, String path) {
    return new HttpProblem(405, "method_not_allowed", path + " does not answer " + method);
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    return Map.of("error", error, "message", String.valueOf(getMessage()));
  }
}
