package dev.presence.websocket;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A handshake, copied out of the container's request, which does not outlive it. */
record RequestHandshake(
    String workspaceId,
    Map<String, List<String>> headers,
    Map<String, String> parameters,
    Map<String, Object> session,
    @Nullable Principal user)
    implements Handshake {

  @Override
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public Optional<String> cookie(String name) {
    return headers.getOrDefault("Cookie", List.of()).stream()
        .flatMap(header -> List.of(header.split(";")).stream())
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  @Override
  public Optional<Object> sessionAttribute(String name) {
    return Optional.ofNullable(session.get(name));
  }

  @Override
  public Optional<Principal> principal() {
    return Optional.ofNullable(user);
  }
}
