package dev.presence.websocket;

import java.security.Principal;
import java.util.Optional;

/**
 * The HTTP request that opens a socket, as an {@link Authenticator} sees it. Immutable, for use by
 * any thread.
 */
public interface Handshake {

  /** The workspace that the caller wants to see; a valid id. */
  String workspaceId();

  /** The first header of this name; the case of the name does not matter. */
  Optional<String> header(String name);

  /** The first parameter of this name in the query, decoded. */
  Optional<String> parameter(String name);

  /** The value of the cookie of this name, as it was sent. */
  Optional<String> cookie(String name);

  /**
   * What the caller's HTTP session holds under this name, as it was when the request came: for an
   * application that keeps who is signed in there. Empty without a session or without servlets.
   */
  Optional<Object> sessionAttribute(String name);

  /** The user as the container knows them, if it does authentication. */
  Optional<Principal> principal();
}
