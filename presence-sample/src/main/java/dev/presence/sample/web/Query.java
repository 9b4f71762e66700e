package dev.presence.sample.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parameters after the question mark; reading them never touches the body, as the container's
 * way does.
 */
record Query(List<String[]> pairs) {

  static Query of(HttpServletRequest request) {
    String text = request.getQueryString();
    if (text == null) {
      return new Query(List.of());
    }
    return new Query(
        Arrays.stream(text.split("&"))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.split("=", 2))
            .map(pair -> new String[] {decode(pair[0]), decode(pair.length == 2 ? pair[1] : "")})
            .toList());
  }

  List<String> all(String name) {
    return pairs.stream().filter(pair -> pair[0].equals(name)).map(pair -> pair[1]).toList();
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("the query is not encoded as it should be: " + e.getMessage());
    }
  }
}
