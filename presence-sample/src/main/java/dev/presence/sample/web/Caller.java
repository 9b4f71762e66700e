package dev.presence.sample.web;

import dev.presence.sample.people.Directory;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, for HTTP requests and for sockets by the same rule. */
public final class Caller {

  /** The cookie that a login sets. */
  public static final String COOKIE = "presence_demo";

  private static final String BEARER = "Bearer ";

  private Caller() {}

  /**
   * The login of the first token there is: {@code Authorization} header, {@code token} parameter,
   * cookie. A wrong one is not passed over for the next, because the caller meant it.
   */
  public static Optional<Login> identify(
      Directory directory,
      @Nullable String authorization,
      @Nullable String parameter,
      @Nullable String cookie) {
    String bearer =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? authorization.substring(BEARER.length()).strip()
            : null;
    return Stream.of(
            Optional.ofNullable(bearer),
            Optional.ofNullable(parameter),
            Optional.ofNullable(cookie))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(Tokens::read)
        .filter(login -> directory.knows(login.userId()));
  }

  static Optional<Login> of(HttpServletRequest request, Directory directory) {
    return identify(
        directory,
        request.getHeader("Authorization"),
        Query.of(request).first("token").orElse(null),
        cookieOf(request));
  }

  private static @Nullable String cookieOf(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? null
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .findFirst()
            .orElse(null);
  }
}
