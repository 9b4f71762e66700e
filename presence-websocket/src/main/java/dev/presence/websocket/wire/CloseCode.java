package dev.presence.websocket.wire;

/** Why a socket was closed, as the protocol numbers it. */
public enum CloseCode {
  /** After a leave. */
  LEFT(1000, "left"),
  /** A binary frame came. */
  BINARY(1003, "binary frames are not understood"),
  /** A frame over the limit came. */
  TOO_BIG(1009, "the frame is too long"),
  /** The application could not say who the caller is. */
  FAILED(1011, "authentication failed, try again later"),
  /** The server stops in an orderly way. */
  STOPPING(1012, "the server stops, come back"),
  /** The node has as many sockets as it may have. */
  OVERLOADED(1013, "too many connections, try again later"),
  /** Nobody knows who the caller is. */
  UNAUTHENTICATED(4401, "not authenticated"),
  /** The caller may not see the workspace, or not any more. */
  FORBIDDEN(4403, "not allowed"),
  /** The client did not answer pings, or read too slowly. */
  TOO_SLOW(4408, "no answer, or read too slowly"),
  /** The user has as many sockets as one may have. */
  TOO_MANY(4409, "too many connections of this user"),
  /** The client kept breaking the limits after errors. */
  FLOOD(4429, "too many requests");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The number in the close frame. */
  public int code() {
    return code;
  }

  /** The text in the close frame. */
  public String reason() {
    return reason;
  }
}
