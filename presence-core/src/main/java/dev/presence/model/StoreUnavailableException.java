package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time or could not be reached. Try again; nothing that was set is
 * lost.
 */
public class StoreUnavailableException extends PresenceException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
