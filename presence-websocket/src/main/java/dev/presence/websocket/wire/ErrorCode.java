package dev.presence.websocket.wire;

import java.util.Locale;

/** Why a request was refused. */
public enum ErrorCode {
  /** No JSON object. */
  BAD_JSON,
  /** A type that is not known. */
  BAD_TYPE,
  /** A field is missing or not what it should be. */
  BAD_FIELD,
  /** More ids than one request may have. */
  TOO_LARGE,
  /** More requests than a socket may make. */
  RATE_LIMITED,
  /** Whether somebody is online is not known while the store is out of reach. */
  UNAVAILABLE;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
