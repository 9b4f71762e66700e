package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * What this library throws or completes futures with, apart from the JDK's exceptions for wrong
 * arguments and states.
 */
public class PresenceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PresenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
